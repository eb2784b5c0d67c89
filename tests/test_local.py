"""The student's own modules, called in this process: values come back, and what goes wrong is told."""

import sys
import textwrap

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from autograder.kit.errors import ForbiddenCall, ImportFailed, MissingName, NotBegun, Raised
from autograder.kit.local import LocalStudent, probe


def entry(name, file="convolution.py", forbids=()):
    return {"name": name, "file": file, "forbids": list(forbids)}


LAB = {
    "exercises": [
        entry("pad2d"),
        entry("conv2d", forbids=["convolution"]),
        entry("Images", "data.py"),
    ],
    "given": {"Pair": "data.py"},
}


@pytest.fixture
def student(tmp_path, monkeypatch):
    """Writes a student's files and gives the names of the lab, for the tests of one exercise."""

    def make(convolution="", exercise="pad2d", **others):
        for name, text in {"convolution": convolution, **others}.items():
            path = tmp_path / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text))
        return LocalStudent(tmp_path, LAB, exercise)

    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield make
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


# calls


def test_a_call_gives_the_students_value(student):
    names = student("def pad2d(a, padding, value=0.0): return a + padding + value")

    assert names.pad2d(1, 2, value=3) == 6


def test_what_is_given_is_the_students_copy(student):
    names = student("", data="def Pair(a, b): return a, b")

    assert names.Pair(1, b=2) == (1, 2)


def test_torch_is_at_hand_beside_the_program(student):
    assert student("").torch is torch


def test_a_name_that_the_lab_does_not_have_is_an_attribute_error(student):
    with pytest.raises(AttributeError, match="no exercise is called 'conv3d'"):
        student("").conv3d(1)


def test_the_inputs_of_a_test_stay_as_they_are(student):
    names = student("def pad2d(a, b, c): a.zero_(); b[0] = 0; c[0].zero_()")
    tensor, array, tensors = torch.ones(2), np.ones(2), [torch.ones(1)]

    names.pad2d(tensor, array, c=tensors)

    assert (tensor.tolist(), array.tolist(), tensors) == ([1, 1], [1, 1], [torch.ones(1)])


def test_a_student_gets_the_memory_layout_of_the_test(student):
    names = student("def pad2d(a): return a.stride(), a.storage_offset()")
    whole = torch.arange(24.0).reshape(4, 6)

    assert names.pad2d(whole.t()) == ((1, 6), 0)
    assert names.pad2d(whole[1:, ::2]) == ((6, 2), 6)
    assert names.pad2d(whole[:, :1].expand(4, 9)) == ((6, 0), 0)


def test_a_students_own_object_is_passed_as_it_is(student):
    names = student("def pad2d(a): return a")
    own = torch.nn.Linear(1, 1)

    assert names.pad2d(own) is own


def test_the_arguments_after_a_call(student):
    names = student("def pad2d(a, k): a += k")

    assert names.pad2d.arguments_after(torch.ones(1), 2) == [torch.tensor([3.0]), 2]


def test_the_operations_of_a_call(student):
    names = student("def pad2d(a): return (a + 1) * 2")

    assert names.pad2d.operations(torch.ones(1)) == (torch.tensor([4.0]), 2)


# what is not begun


def test_a_stub_is_not_begun(student):
    names = student("def pad2d(a): raise NotImplementedError")

    with pytest.raises(NotBegun, match=r"^`pad2d` is not begun\.$"):
        names.pad2d(1)


def test_a_stub_of_another_exercise_is_named(student):
    names = student(
        """
        def pad2d(a): raise NotImplementedError
        def conv2d(x): return [pad2d(row) for row in x]
        """,
        exercise="conv2d",
    )

    with pytest.raises(NotBegun, match=r"^`conv2d` uses `pad2d`, which is not begun\.$"):
        names.conv2d([1])


def test_a_class_whose_method_is_a_stub_is_not_begun(student):
    names = student(
        data="""
        class Images:
            def __init__(self, x):
                raise NotImplementedError
        """,
        exercise="Images",
    )

    with pytest.raises(NotBegun, match=r"^`Images` is not begun\.$"):
        names.Images(1)


def test_what_torch_cannot_do_is_an_exception_of_the_student(student):
    names = student("def pad2d(a): return a.to_sparse().as_strided((1,), (1,))")

    with pytest.raises(Raised, match=r"NotImplementedError: Could not run 'aten::as_strided'"):
        names.pad2d(torch.ones(2))


# what raises


def test_an_exception_shows_the_students_lines(student):
    names = student("""
        def pad2d(a):
            return helper(a)

        def helper(a):
            return a.padded
        """)

    with pytest.raises(Raised) as raised:
        names.pad2d(5)

    assert str(raised.value) == textwrap.dedent("""\
        Traceback (most recent call last):
          File "convolution.py", line 3, in pad2d
            return helper(a)
          File "convolution.py", line 6, in helper
            return a.padded
        AttributeError: 'int' object has no attribute 'padded'""")
    assert (raised.value.kind, raised.value.message) == ("AttributeError", "'int' object has no attribute 'padded'")


def test_wrong_arguments_need_no_lines(student):
    names = student("def pad2d(a): pass")

    with pytest.raises(Raised, match=r"^TypeError: pad2d\(\) got an unexpected keyword argument 'padding'$"):
        names.pad2d(1, padding=2)


def test_code_that_a_library_made_up_is_not_the_students(student):
    names = student("""
        from dataclasses import dataclass

        @dataclass
        class Padding:
            size: int

            def __post_init__(self):
                raise ValueError("size")

        def pad2d(a):
            return Padding(a)
        """)

    with pytest.raises(Raised) as raised:
        names.pad2d(1)

    assert [line for line in str(raised.value).splitlines() if "File" in line] == [
        '  File "convolution.py", line 12, in pad2d',
        '  File "convolution.py", line 9, in __post_init__',
    ]


def test_an_environment_in_the_kits_folder_is_not_the_students(student):
    names = student(
        "import sys; sys.path.insert(0, 'env/site-packages'); import library\n\ndef pad2d(a): return library.pad(a)\n",
        **{"env/site-packages/library": "def pad(a): raise ValueError(a)"},
    )

    with pytest.raises(Raised) as raised:
        names.pad2d(1)

    assert "library.py" not in str(raised.value)


def test_a_kind_of_value_error_is_a_value_error(student):
    names = student("""
        class PaddingError(ValueError):
            pass

        def pad2d(a):
            raise PaddingError("padding -1")
        """)

    with pytest.raises(Raised, match=r"PaddingError: padding -1") as raised:
        names.pad2d(1)

    assert raised.value.kind == "ValueError"


def test_a_program_that_leaves_has_raised(student):
    names = student("import sys\n\ndef pad2d(a): sys.exit(3)")

    with pytest.raises(Raised, match="SystemExit: 3"):
        names.pad2d(1)


# files


def test_a_deleted_function_is_missing(student):
    with pytest.raises(MissingName, match=r"^`pad2d` is not in convolution\.py\."):
        student("def pad(a): pass").pad2d(1)


def test_a_deleted_file_could_not_be_imported(student):
    with pytest.raises(ImportFailed, match=r"^data\.py could not be imported\.\nModuleNotFoundError: No module named"):
        student("").Images(1)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "def pad2d(a)\n    pass\n",
            ['  File "convolution.py", line 1', "    def pad2d(a)", "SyntaxError: expected ':'"],
        ),
        (
            "import torch\ntorch.missing\n",
            [
                '  File "convolution.py", line 2, in <module>',
                "    torch.missing",
                "AttributeError: module 'torch' has no attribute 'missing'",
            ],
        ),
        (
            "raise SystemExit('no GPU')\n",
            ['  File "convolution.py", line 1, in <module>', "    raise SystemExit('no GPU')", "SystemExit: no GPU"],
        ),
    ],
)
def test_a_file_that_does_not_import_shows_its_own_lines_only(student, text, lines):
    with pytest.raises(ImportFailed) as raised:
        student(text).pad2d(1)

    assert str(raised.value).splitlines() == [
        "convolution.py could not be imported.",
        "Traceback (most recent call last):",
        *lines,
    ]


# forbidden calls

FORBIDDEN = "import torch.nn.functional as F\n\ndef conv2d(x, w):\n    {}\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("return F.conv2d(x, w)", id="called"),
        pytest.param("\n    try: F.conv2d(x, w)\n    except Exception: return x", id="swallowed"),
        pytest.param("\n    try: F.conv2d(x, w)\n    except Exception: raise ValueError('stride 0')", id="renamed"),
    ],
)
def test_a_forbidden_call_is_told(student, body):
    names = student(FORBIDDEN.format(body), exercise="conv2d")

    with pytest.raises(ForbiddenCall, match=r"^`torch\.conv2d` is not allowed in this exercise"):
        names.conv2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2))


def test_a_test_may_use_what_the_student_may_not(student):
    names = student("def conv2d(x, w): return x", exercise="conv2d")
    x, w = torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2)

    names.conv2d(x, w)

    assert F.conv2d(x, w).shape == (1, 1, 2, 2)


def test_another_exercise_of_the_file_may_use_it(student):
    names = student("import torch.nn.functional as F\n\ndef pad2d(x, w): return F.conv2d(x, w)")

    assert names.pad2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 3, 3)).item() == 9


def test_a_forbidden_import_is_told_when_the_file_is_imported(student):
    names = student(
        "from scipy.signal import convolve2d\n\ndef conv2d(x, w): pass",
        exercise="conv2d",
        **{"scipy/__init__": "", "scipy/signal": "convolve2d = print"},
    )

    with pytest.raises(ForbiddenCall, match=r"^`scipy\.signal` is not allowed"):
        names.conv2d(1, 2)


# the student's objects


def raised_by(call):
    try:
        call()
    except Exception as error:
        return error
    pytest.fail("nothing was raised")


def test_an_exception_of_a_students_object_concerns_the_student(student):
    names = student(data="class Images:\n    def __getitem__(self, i): return self.x[i]\n", exercise="Images")
    images = names.Images()

    error = raised_by(lambda: images[0])

    assert names.concerns(error)
    assert str(names.translate(error)).splitlines()[1:] == [
        '  File "data.py", line 2, in __getitem__',
        "    def __getitem__(self, i): return self.x[i]",
        "AttributeError: 'Images' object has no attribute 'x'",
    ]


def test_a_stub_of_a_students_object_is_not_begun(student):
    names = student(data="class Images:\n    def __getitem__(self, i): raise NotImplementedError\n", exercise="Images")
    images = names.Images()

    error = names.translate(raised_by(lambda: images[0]))

    assert isinstance(error, NotBegun)
    assert error.caller is None


def test_an_exception_of_a_test_does_not_concern_the_student(student):
    assert not student("").concerns(raised_by(lambda: 1 / 0))


def test_a_probe_runs_here():
    assert [tuple(p.shape) for p in probe("parameters", torch.nn.Linear(3, 2))] == [(2, 3), (2,)]
