"""Puts what it has seen where an error's own facts are taken from: names of stubs, files, modules and missing names."""

import os
import sys

SEEN = []


def _module_name(name):
    raise AttributeError(f"seen {SEEN}")


def _stub(text):
    scope = {}
    exec(f"def {text}():\n    raise NotImplementedError({text!r})", scope)
    scope[text].__code__ = scope[text].__code__.replace(co_filename=os.path.abspath("answers.py"), co_qualname=text)
    return scope[text]


def total(x):
    SEEN.append(x.tolist())
    _stub("seen_" + str(x[0].item()).replace(".", "_").replace("-", "_"))()


def smooth(x, k):
    SEEN.append(x.tolist())
    from autograder.kit.errors import ImportFailed, MissingName, NotBegun

    for kind in (MissingName, NotBegun, ImportFailed):
        if len(SEEN) % 3 == 0:
            raise kind(f"seen {SEEN}", f"seen {SEEN}")
    from autograder.kit.errors import ForbiddenCall

    raise ForbiddenCall(f"seen {SEEN}", imported=f"seen {SEEN}")


def average(x):
    SEEN.append(x.tolist())
    module = sys.modules[__name__]
    module.__getattr__ = _module_name
    del module.average
    raise SyntaxError(f"seen {SEEN}", (os.path.abspath("answers.py"), 1, 1, f"seen {SEEN}"))


def parity(n):
    SEEN.append(n)
    raise ExceptionGroup(f"seen {SEEN}", [KeyError(f"seen {SEEN}")])
