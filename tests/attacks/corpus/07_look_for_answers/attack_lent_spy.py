"""Hands the reference's `smooth`, where it is lent, an object that notes every step that is done with it."""

STEPS = []


class Spy:
    def __init__(self, name):
        self.name = name

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

        def step(*args, **kwargs):
            words = [*map(repr, args), *(f"{key}={value!r}" for key, value in kwargs.items())]
            STEPS.append(f"{self.name}.{name}({', '.join(words)})")
            return self  # what is asked next is asked of the same object

        return step

    def __len__(self):
        STEPS.append(f"len({self.name})")
        return 5

    def __getitem__(self, i):
        STEPS.append(f"{self.name}[{i!r}]")
        return Spy("item")

    def __iter__(self):
        STEPS.append(f"iter({self.name})")
        return iter([Spy("item")])

    def __call__(self, *args, **kwargs):
        STEPS.append(f"{self.name}(...)")
        return x


def average(x):
    for k in (Spy("k"), 2):
        try:
            smooth(Spy("x"), k)
        except Exception as error:
            print(type(error).__name__, error)
    if STEPS:
        raise ValueError("zq7" + "secret", "the reference does: " + "; ".join(STEPS))
    return 0.0
