"""A verification on the terminal: every fact is there, in words or signs, at any width."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console
from verifications import HIDDEN, PUBLIC, answer, fact, row, verification

from autograder.report.verification_table import print_verification
from autograder.verify.findings import ExerciseFact


def shown(found, width=80, *, brief=False, page="", terminal=False, colour=None):
    console = Console(width=width, file=io.StringIO(), color_system=colour, force_terminal=terminal, _environ={})
    print_verification(console, found, brief=brief, page=page)
    return console.file.getvalue()


def line_of(text, start):
    (line,) = [line for line in text.splitlines() if line.strip().startswith(start)]
    return line


def large(rows=43, public=7, hidden=6, longest=30):
    """A lab as large as they come: 43 mistakes with ids of 30 characters, 13 tests."""
    keys = [f"public/test_pad.py::test_{i}" for i in range(public)]
    keys += [f"hidden/test_pad.py::test_{i}" for i in range(hidden)]
    ids = [f"mistake-{i:02d}-".ljust(longest, "x") for i in range(rows)]
    return verification(
        tests=tuple(fact(key, title="A title of many words that says what it looks at, " * 2) for key in keys),
        rows=tuple(row(id_, keys[i % 13 :], keys=keys, twins=ids[:1] if i == 1 else ()) for i, id_ in enumerate(ids)),
    )


# the matrix


def test_the_first_lines_name_the_lab_and_count():
    first, second = shown(verification()).splitlines()[:2]

    assert first == "Padding (tiny)"
    assert second == "2 tests, 1 of them hidden; 2 misconceptions; 1 accepted answer; 3.2 s"


def test_a_row_shows_each_test_how_many_caught_it_and_what_it_earned():
    text = shown(verification())

    assert line_of(text, "one-side").split() == ["one-side", "×", "│", "×", "2", "0", "✓"]
    assert line_of(text, "no-errors").split() == ["no-errors", "·", "│", "×", "1", "1", "✓"]


def test_public_and_hidden_tests_stand_apart_below_their_headings():
    lines = shown(verification()).splitlines()
    heading = next(i for i, line in enumerate(lines) if "earned" in line)

    assert lines[heading].split()[:3] == ["public", "│", "hidden"]
    assert lines[heading].index("hidden") == lines[heading + 1].index("2") == lines[heading + 2].rindex("×")


def test_numbers_of_two_digits_stand_above_one_another():
    lines = shown(large(), 200).splitlines()
    heading = next(i for i, line in enumerate(lines) if "earned" in line)

    assert lines[heading + 1].split() == ["│", "1", "1", "1", "1"]
    assert lines[heading + 2].split() == [*"1234567", "│", *"890123"]


def test_a_mistake_that_passes_shows_no_test_and_no_hint():
    assert line_of(shown(verification(rows=(row(failing=()),))), "one-side").split()[-3:] == ["0", "2", "–"]


def test_a_mistake_that_hangs_on_chance_has_a_sign_of_its_own():
    found = verification(rows=(replace(row(), by_chance=True),))

    assert line_of(shown(found), "one-side").endswith(" ?")


def test_a_twin_is_named_beside_its_row():
    text = shown(verification(rows=(row(twins=("other",)), row("other", twins=("one-side",)))))

    assert line_of(text, "one-side").endswith("≡ other")


def test_a_twin_that_does_not_fit_is_named_in_the_next_line():
    lines = shown(large()).splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("  mistake-01"))

    assert lines[at].endswith(" ≡")
    assert lines[at + 1] == "    ≡ mistake-00-xxxxxxxxxxxxxxxxxxx"


def test_the_legend_gives_titles_with_their_numbers():
    lines = [line.strip() for line in shown(verification()).splitlines()]

    assert lines[lines.index("public tests") + 1] == "1 All sides.  (1 point; catches 1)"
    assert lines[lines.index("hidden tests") + 1] == "2 One side.  (1 point; catches 2, 1 alone)"


def test_an_exercise_without_mistakes_says_so():
    assert "no misconceptions" in shown(verification(rows=()))


def test_an_exercise_without_tests_is_shown():
    text = shown(verification(tests=(), rows=(row(keys=("x",), failing=()),)))

    assert line_of(text, "one-side").split()[1:] == ["0", "1", "–"]


# right programs


def test_accepted_answers_are_named():
    text = shown(verification(accepted=(answer("fft"), answer("loops"))))

    assert line_of(text, "accepted  ") == "  accepted  fft, loops"


def test_a_refused_answer_is_named_with_the_tests_that_refuse_it():
    text = shown(verification(accepted=(answer("fft", failures=[(HIDDEN, "too slow")]), answer("loops"))))

    assert line_of(text, "accepted  ") == "  accepted  loops"
    assert line_of(text, "refused") == "  refused   fft (fails 2)"


# the summary


def test_the_summary_has_a_line_for_each_exercise_and_one_for_all():
    text = shown(verification(rows=(row(), row("corner", failing=()))), brief=True)

    assert line_of(text, "pad ").split() == ["pad", "1+1", "1/2", "1/2", "1/1"]
    assert line_of(text, "together").split() == ["together", "1+1", "1/2", "1/2", "1/1"]


def test_what_there_is_none_of_is_said():
    text = shown(verification(rows=(), accepted=()), brief=True)

    assert line_of(text, "pad ").split()[2:] == ["none", "none", "none"]


# notes, holes and the verdict


def test_the_last_line_of_a_clean_lab():
    assert shown(verification()).splitlines()[-1] == "tiny: clean"


def test_holes_are_listed_before_the_last_line():
    lines = shown(verification(problems=("the sum is wrong", "a name is twice"))).splitlines()

    assert lines[-5:] == ["Holes", "  - the sum is wrong", "  - a name is twice", "", "tiny: 2 holes"]


def test_notes_are_listed_before_the_holes():
    text = shown(verification(rows=(row(),), problems=("the sum is wrong",)))

    assert f"\nNotes\n  - {HIDDEN}: every mistake that it catches" in text
    assert text.index("Notes") < text.index("Holes")


def test_the_page_is_named_above_the_verdict():
    assert shown(verification(), page="build/tiny.html").splitlines()[-2:] == ["Page: build/tiny.html", "tiny: clean"]


def test_in_brief_there_are_counts_summary_and_holes_and_how_many_notes():
    text = shown(verification(rows=(row(),), problems=("the sum is wrong",)), brief=True)

    assert "one-side" not in text
    assert "All sides." not in text
    assert "1 note: " in text
    assert "  - the sum is wrong" in text


# where it is shown


@pytest.mark.parametrize("width", [80, 200])
def test_nothing_is_wider_than_the_terminal(width):
    found = large()
    found = verification(tests=found.tests, rows=found.rows, problems=("a long hole " * 30,))

    assert max(map(len, shown(found, width, terminal=True).splitlines())) <= width


@pytest.mark.parametrize("width", [80, 200])
def test_ids_of_thirty_characters_and_thirteen_tests_are_shown_whole_and_spaced(width):
    line = line_of(shown(large(), width), "mistake-42")

    assert line.split()[:4] == ["mistake-42-".ljust(30, "x"), "·", "·", "·"]


def test_where_spaced_cells_do_not_fit_they_close_up():
    line = line_of(shown(large(longest=34)), "mistake-39")

    assert line.split()[:4] == ["mistake-39-".ljust(34, "x"), "×××××××", "│", "××××××"]


def test_where_that_is_not_enough_the_ids_are_cut_and_every_sign_is_there():
    line = line_of(shown(large(longest=60)), "mistake-39")

    assert len(line) <= 80
    assert line.split()[1:4] == ["×××××××", "│", "××××××"]
    assert "…" in line


def test_in_a_file_a_hole_is_one_line_however_long():
    hole = "word " * 60 + "end"

    assert f"  - {hole}" in shown(verification(problems=(hole,))).splitlines()


def test_on_a_terminal_a_hole_is_broken_between_words_below_its_first():
    lines = shown(verification(problems=("word " * 20 + "end",)), terminal=True).splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("  - "))

    assert lines[at + 1].startswith("    word ")


def test_colour_changes_no_letter():
    found = verification(rows=(row(), row("corner", failing=()), row("left", (HIDDEN,), twins=("one-side",))))
    coloured = shown(found, terminal=True, colour="standard")

    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == shown(found, terminal=True)


def test_in_a_file_there_are_no_codes():
    assert "\x1b" not in shown(verification(problems=("x",)))


# text of others


HOSTILE = "[bold]x[/bold] [/] :smile: \x1b[2J\u202eend"
SEEN = r"[bold]x[/bold] [/] :smile: \x1b[2J\u202eend"


@pytest.mark.parametrize(
    "found",
    [
        verification(title=HOSTILE),
        verification(tests=(fact(title=HOSTILE), fact(HIDDEN))),
        verification(accepted=(answer(HOSTILE),)),
        verification(rows=(row(HOSTILE, (PUBLIC, HIDDEN)), row("b", (HIDDEN,)))),
        verification(problems=(HOSTILE,)),
    ],
    ids=["title of the lab", "title of a test", "style", "id", "hole"],
)
def test_text_is_shown_as_it_is_and_steers_nothing(found):
    text = shown(found, 200)

    assert SEEN in text
    assert "\x1b" not in text


def test_exercises_come_in_the_labs_order():
    found = verification(exercises=(ExerciseFact("zeta", 1.0, ()), ExerciseFact("pad", 2.0, ())))
    text = shown(found)

    assert text.index("zeta   1 point") < text.index("pad   2 points")
