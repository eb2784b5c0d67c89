"""Pickles, copies and restores objects of its own, and defines how."""

import copy
import json
import pickle


class Settings:
    def __init__(self, scale, offset):
        self.scale, self.offset = scale, offset

    def __reduce__(self):
        return Settings, (self.scale, self.offset)

    def __deepcopy__(self, memo):
        return Settings(self.scale, self.offset)


def total(x):
    settings = pickle.loads(pickle.dumps(copy.deepcopy(Settings(2, 1))))
    offset = json.loads(json.dumps({"offset": settings.offset}))["offset"]
    return settings.scale * x.sum() + offset
