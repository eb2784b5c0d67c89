"""A student's exception shows the student's own lines, and whose stub it came from."""

import importlib.util
import linecache
import textwrap

import numpy as np
import pytest
import torch

from autograder.kit.frames import LONGEST_MESSAGE, builtin_kind, describe, headline, message, raised_in


@pytest.fixture
def student(tmp_path):
    """Makes a module of a student's file and gives it with the names of the files that are the student's."""

    def load(text):
        path = tmp_path / "convolution.py"
        path.write_text(textwrap.dedent(text))
        linecache.checkcache(str(path))
        spec = importlib.util.spec_from_file_location("convolution", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def display(tmp_path):
    return lambda file: "convolution.py" if file == str(tmp_path / "convolution.py") else None


def error_of(call):
    try:
        call()
    except Exception as error:
        return error
    pytest.fail("nothing was raised")


def test_only_the_students_frames_are_shown(student, display):
    module = student("""
        import numpy as np

        def conv2d(x):
            return np.apply_along_axis(row, 0, x)

        def row(x):
            return missing
        """)

    assert describe(error_of(lambda: module.conv2d(np.ones((2, 2)))), display) == textwrap.dedent("""\
        Traceback (most recent call last):
          File "convolution.py", line 5, in conv2d
            return np.apply_along_axis(row, 0, x)
          File "convolution.py", line 8, in row
            return missing
        NameError: name 'missing' is not defined""")


def test_an_exception_without_a_students_frame_is_one_line(display):
    assert describe(error_of(lambda: len(5)), display) == "TypeError: object of type 'int' has no len()"


def test_a_syntax_error_shows_its_line(student, display):
    error = error_of(lambda: student("def conv2d(x):\n    retrun x\n"))

    assert describe(error, display) == textwrap.dedent("""\
        Traceback (most recent call last):
          File "convolution.py", line 2
            retrun x
        SyntaxError: invalid syntax""")


def test_an_endless_recursion_is_shortened(student, display):
    module = student("""
        def conv2d(x):
            return conv2d(x)
        """)

    lines = describe(error_of(lambda: module.conv2d(1)), display).splitlines()

    assert len(lines) < 30
    assert any(line.startswith("  ... ") and line.endswith(" more calls ...") for line in lines)
    assert lines[-1].startswith("RecursionError: maximum recursion depth exceeded")


class Hostile(Exception):
    def __str__(self):
        raise self.args[0]


@pytest.mark.parametrize("raised", [ValueError("again"), SystemExit(3), RecursionError()])
def test_an_exception_whose_text_cannot_be_read(raised):
    assert headline(Hostile(raised)) == "Hostile: (its text could not be read)"


def test_a_text_that_is_no_text():
    class Wrong(Exception):
        def __str__(self):
            return 5  # noqa: PLE0307 - a student may write it

    assert message(Wrong()) == "(its text could not be read)"


def test_a_long_text_is_cut():
    assert message(ValueError("x" * 10**6)) == "x" * LONGEST_MESSAGE + " ..."


def test_an_exception_without_a_text_is_its_name():
    assert headline(KeyboardInterrupt()) == "KeyboardInterrupt"


def test_a_students_own_kind_of_value_error_is_a_value_error():
    class StrideError(ValueError):
        pass

    assert builtin_kind(StrideError()) == "ValueError"
    assert builtin_kind(UnicodeDecodeError("ascii", b"", 0, 1, "")) == "UnicodeDecodeError"


# whose stub


def test_a_stub_is_known_by_its_function(student, display):
    module = student("""
        def conv2d(x):
            raise NotImplementedError
        """)

    assert raised_in(error_of(lambda: module.conv2d(1)), display) == "conv2d"


def test_a_stub_that_another_function_calls_is_known_by_its_own_name(student, display):
    module = student("""
        def pad2d(x):
            raise NotImplementedError

        def conv2d(x):
            return [pad2d(row) for row in x]
        """)

    assert raised_in(error_of(lambda: module.conv2d([1])), display) == "pad2d"


def test_a_method_is_known_by_its_class(student, display):
    module = student("""
        class Dataset:
            def __getitem__(self, i):
                raise NotImplementedError
        """)

    assert raised_in(error_of(lambda: module.Dataset()[0]), display) == "Dataset"


def test_what_torch_cannot_do_is_no_stub(student, display):
    module = student("""
        def conv2d(x):
            return x.to_sparse().as_strided((1,), (1,))
        """)
    error = error_of(lambda: module.conv2d(torch.ones(2)))
    assert isinstance(error, NotImplementedError)

    assert raised_in(error, display) is None


def test_a_method_that_a_base_class_of_torch_asks_for_is_no_stub(student, display):
    module = student("""
        from torch import nn

        class Network(nn.Module):
            pass

        def run():
            return Network()(1)
        """)

    assert raised_in(error_of(module.run), display) is None


def test_an_exception_that_was_never_raised_is_no_stub(display):
    assert raised_in(NotImplementedError(), display) is None
