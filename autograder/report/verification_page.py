"""A verification as one page of HTML that needs nothing else: no network, no script, no font."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.safe_text import for_results, for_terminal
from autograder.verify.findings import Verification

_SIGNS = {"done": ("·", "passes"), "partly": ("×", "fails in part"), "wrong": ("×", "fails")}
_MESSAGE_LIMIT = 4_000


def verification_page(found: Verification) -> str:
    """Return the page: counts and holes, a summary with links, a matrix for each exercise, the notes.

    Every text of the lab's is escaped, control characters and overrides of direction too.
    """
    return _environment().get_template("verification.html.j2").render(found=found)


class _Lines(str):
    """Text that is harmless already and keeps its lines."""

    __slots__ = ()


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: f"{value:g} point{'' if value == 1 else 's'}"
    environment.filters["count"] = lambda value, what: f"{value} {what}{'' if value == 1 else 's'}"
    environment.filters["sign"] = lambda state: _SIGNS.get(state, ("×", state))
    environment.filters["lines"] = lambda text: _Lines(for_results(text, _MESSAGE_LIMIT))
    return environment


def _harmless(value: Any) -> Any:
    return for_terminal(value) if type(value) is str else value  # Markup, a kind of str, is the template's own
