"""A source file as Python reads it: its lines, its syntax tree and its comments."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class SourceError(Exception):
    """A source file cannot be used; one line, `PATH:LINE: what is wrong, what to do`."""


class Comment(NamedTuple):
    """A comment that Python takes for one: nothing inside a string is.

    Attributes:
        line: from 1.
        indent: what stands before it on its line.
        text: from the `#` on, without white space at its end.
    """

    line: int
    indent: str
    text: str

    @property
    def alone(self) -> bool:
        """Whether nothing else stands on its line."""
        return not self.indent.strip()


class SourceText:
    """The text of a source file, found to be valid Python.

    Args:
        path: for messages.
        text: with the line ends that the file has.

    Attributes:
        lines: each with its line end; line n of a message is `lines[n - 1]`.
        tree: the syntax tree.
        comments: in the order of the file.

    Raises:
        SourceError: the text is no Python.
    """

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = split_lines(text)
        lone = re.search(r"\r(?!\n)", text)
        if lone:
            # Python would count a line here, and an editor might not.
            line = text.count("\n", 0, lone.start()) + 1
            raise self.error(line, "a carriage return without a line feed, save it with ordinary line ends")
        self.tree = self._parsed()
        self.comments = self._commented()

    def error(self, line: int, message: str) -> SourceError:
        """Make the error that tells this message about this line."""
        return SourceError(f"{self.path}:{line}: {message}")

    def definition_at(self, line: int, column: int) -> Definition | None:
        """Find the function or class that a comment belongs to, the outermost one.

        Args:
            line: the comment's, from 1.
            column: how far it is indented, which tells whether it is inside where no statement follows it.
        """
        last = None
        for statement in self.tree.body:
            if first_line(statement) <= line:
                last = statement
        if last is None:
            return None
        for node in ast.walk(last):
            if not isinstance(node, Definition) or line < first_line(node):
                continue
            if line <= last_line(node) or column > node.col_offset:
                return node
        return None

    def _parsed(self) -> ast.Module:
        try:
            return parse(self.text)
        except SyntaxError as error:
            raise self.error(error.lineno or 1, f"no valid Python, correct it: {error.msg}") from None
        except ValueError as error:
            raise self.error(1, f"no valid Python, correct it: {error}") from None

    def _commented(self) -> list[Comment]:
        comments = []
        for token in tokenize.generate_tokens(io.StringIO(self.text, newline="").readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start
                comments.append(Comment(line, self.lines[line - 1][:column], token.string.rstrip()))
        return comments


def read_text(path: Path) -> SourceText:
    """Read a source file.

    Raises:
        SourceError: it cannot be read, is not UTF-8, or is no Python.
    """
    try:
        data = path.read_bytes()
        text = data.decode()
    except OSError as error:
        raise SourceError(f"{path}:1: cannot be read ({error.strerror}), is it in its folder?") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(f"{path}:{line}: not UTF-8, save the file in that encoding") from None
    return SourceText(path, text)


def parse(text: str) -> ast.Module:
    """Parse Python, without the warnings that it may have for its author.

    Raises:
        SyntaxError: it is no Python.
        ValueError: it has a null byte.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def split_lines(text: str) -> list[str]:
    """Split at line feeds alone, as Python counts lines; `str.splitlines` knows eight more line ends."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def first_line(node: ast.stmt) -> int:
    """Give the first line of a statement, its decorators included."""
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def last_line(node: ast.stmt) -> int:
    """Give the last line of a statement."""
    return node.end_lineno or node.lineno
