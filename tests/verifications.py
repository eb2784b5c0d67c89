"""Small verifications, made up: a lab with one exercise of two tests, one wrong program and one right one."""

from dataclasses import replace

from autograder.verify.findings import AnswerFound, ExerciseFact, RowFound, TestFact, Verification

PUBLIC, HIDDEN = "public/test_pad.py::test_a", "hidden/test_pad.py::test_b"


def fact(key=PUBLIC, exercise="pad", title="All sides.", points=1.0):
    return TestFact(key, exercise, title, points, hidden=key.startswith("hidden"))


def row(id_="one-side", failing=(PUBLIC, HIDDEN), *, exercise="pad", twins=(), hint="Which sides?", keys=None):
    """A wrong program that fails these tests and passes the others."""
    keys = keys or dict.fromkeys((PUBLIC, HIDDEN, *failing))
    states = {key: "wrong" if key in failing else "done" for key in keys}
    path = f"misconceptions/{exercise}/{id_}.py"
    return RowFound(exercise, id_, hint, path, states, float(len(keys) - len(failing)), tuple(twins))


def answer(name="loops", exercises=("pad",), failures=(), calls=None):
    return AnswerFound(name, f"accepted/{name}.py", tuple(exercises), tuple(failures), calls or {})


def verification(**changes):
    """A clean one, changed."""
    clean = Verification(
        name="tiny",
        title="Padding",
        exercises=(ExerciseFact("pad", 2.0, ()),),
        tests=(fact(), fact(HIDDEN, title="One side.")),
        rows=(row(), row("no-errors", (HIDDEN,))),
        reference=answer("reference"),
        accepted=(answer(),),
        kit=(),
        problems=(),
        seconds=3.21,
    )
    return replace(clean, **changes)
