"""A verification as a page: every fact is in it, for eyes and for a screen reader, and nothing comes from outside."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from verifications import HIDDEN, PUBLIC, answer, fact, row, verification

from autograder.report.verification_page import verification_page

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """The page's elements: name, attributes and text, each with those inside it."""

    def __init__(self, text):
        super().__init__()
        self.found, self.open, self.unclosed = [], [], []
        self.feed(text)
        self.unclosed = [element["name"] for element in self.open]

    def handle_starttag(self, tag, attrs):
        element = {"name": tag, "text": "", **dict(attrs)}
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1]["name"] == tag
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, name, **attributes):
        return [
            element
            for element in self.found
            if element["name"] == name and all(element.get(key) == value for key, value in attributes.items())
        ]

    def texts(self, name, **attributes):
        return [" ".join(element["text"].split()) for element in self.all(name, **attributes)]


def page(**changes):
    return Page(verification_page(verification(**changes)))


# what is in it


def test_the_head_names_the_lab_counts_and_gives_the_verdict():
    found = page()

    assert found.texts("h1") == ["Padding (tiny)"]
    assert "2 tests, 1 of them hidden; 2 misconceptions; 1 accepted answer; 3.2 s" in found.texts("p")
    assert found.texts("title") == ["tiny: clean"]


def test_holes_stand_on_top():
    found = page(problems=("the sum is wrong",))

    assert found.texts("h2")[:2] == ["Holes", "Summary"]
    assert "the sum is wrong" in found.texts("li")
    assert found.texts("title") == ["tiny: 1 hole"]


def test_a_clean_lab_has_no_heading_for_holes():
    assert "Holes" not in page().texts("h2")


def test_the_summary_links_to_each_exercise():
    found = page()

    assert found.texts("a", href="#pad") == ["pad"]
    assert found.texts("h2", id="pad") == ["pad"]


def test_the_summary_has_the_numbers_of_each_exercise_and_of_all():
    found = page(rows=(row(), row("corner", failing=())))
    rows = [text for text in found.texts("tr") if text.startswith(("pad", "together"))]

    assert rows == ["pad 1 1 1 of 2 1 of 2 1 of 1", "together 1 1 1 of 2 1 of 2 1 of 1"]


def test_a_row_says_in_words_what_came_of_each_test_and_shows_its_hint():
    found = page()

    assert found.texts("tr", id="pad/no-errors") == ["no-errors ·passes ×fails 1 1 yes Which sides?"]


def test_a_test_passed_in_part_is_told():
    partly = row()
    partly.states[PUBLIC] = "partly"

    assert page(rows=(partly,)).texts("tr", id="pad/one-side")[0].startswith("one-side ×fails in part ×fails")


def test_a_mistake_that_passes_is_told():
    assert " not caught " in page(rows=(row(failing=()),)).texts("tr", id="pad/one-side")[0]


def test_a_mistake_that_hangs_on_chance_is_told():
    found = page(rows=(replace(row(), by_chance=True),))

    assert " hangs on chance " in found.texts("tr", id="pad/one-side")[0]


def test_a_twin_is_named_and_linked():
    found = page(rows=(row(twins=("other",)), row("other", twins=("one-side",))))

    assert "not told from other" in found.texts("tr", id="pad/one-side")[0]
    assert found.texts("a", href="#pad/other") == ["other"]


def test_a_tests_title_is_in_the_legend_and_on_its_number():
    found = page()
    (number,) = found.all("a", href="#pad-2")

    assert (number["text"], number["title"]) == ("2", "One side.")
    assert found.texts("li", id="pad-2") == ["One side. (1 point; catches 2, 1 alone) test_b"]


def test_hidden_tests_are_numbered_on_from_the_public_ones():
    assert [each["start"] for each in page().all("ol")] == ["1", "2"]


def test_accepted_answers_are_named():
    assert "loops in full" in page().texts("li")


def test_a_refused_answer_shows_the_message_with_its_lines():
    found = page(accepted=(answer(failures=[(HIDDEN, "index | yours\n(0, 1) | 3")]),))

    assert [each["text"] for each in found.all("pre")] == ["index | yours\n(0, 1) | 3"]
    assert any(text.startswith("loops is refused: One side.") for text in found.texts("li"))


def test_notes_come_last():
    found = page(rows=(row(),))

    assert found.texts("h2")[-1] == "Notes"
    assert any("caught by another test too" in text for text in found.texts("li"))


def test_an_exercise_without_mistakes_says_so():
    assert any(text.startswith("There are no misconceptions") for text in page(rows=()).texts("p"))


def test_an_exercise_without_tests_is_shown():
    assert page(tests=(), rows=(row(keys=("x",), failing=()),)).texts("tr", id="pad/one-side")


# for everybody


def test_every_element_is_closed_and_every_id_is_there_once():
    found = page(problems=("x",), accepted=(answer(failures=[(PUBLIC, "x")]), answer("fft")))
    ids = [element["id"] for element in found.found if "id" in element]

    assert found.unclosed == []
    assert len(ids) == len(set(ids))


def test_every_link_leads_to_a_place_in_the_page():
    found = page(rows=(row(twins=("other",)), row("other", twins=("one-side",))))
    ids = {element["id"] for element in found.found if "id" in element}

    assert {link["href"][1:] for link in found.all("a")} <= ids


def test_every_heading_cell_says_what_it_heads():
    assert {cell.get("scope") for cell in page().all("th")} == {"col", "colgroup", "row"}


def test_signs_are_kept_from_a_screen_reader_that_reads_the_words():
    found = page()

    assert {cell["text"] for cell in found.all("span", **{"aria-hidden": "true"})} == {"×", "·"}
    assert {cell["text"] for cell in found.all("span", **{"class": "unseen"})} == {"fails", "passes"}


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name():
    regions = page().all("div", role="region")

    assert len(regions) == 2
    assert all(region["tabindex"] == "0" for region in regions)
    assert all("aria-label" in region or "aria-labelledby" in region for region in regions)


def test_every_row_of_a_matrix_is_as_wide_as_its_heading():
    text = verification_page(verification(tests=(fact(), fact(HIDDEN))))
    matrix = re.search(r'<table class="matrix">.*?</table>', text, re.DOTALL)[0]
    bodies = matrix.split("<tbody>")[1].split("</tr>")[:-1]

    assert {len(re.findall("<t[hd]", body)) for body in bodies} == {1 + 2 + 4}


# nothing from outside, nothing run


def test_nothing_is_fetched_and_nothing_runs():
    text = verification_page(verification())
    found = Page(text)

    assert not {element["name"] for element in found.found} & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"https?:|url\(|@import|\bon\w+=", text)
    (policy,) = found.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'")


HOSTILE = "\"'><script>alert(1)</script>\x1b\u202e{{ 7 * 7 }}"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": HOSTILE},
        {"name": HOSTILE},
        {"tests": (fact(title=HOSTILE), fact(HIDDEN))},
        {"accepted": (answer(HOSTILE),)},
        {"accepted": (answer(failures=[(PUBLIC, HOSTILE)]),)},
        {"rows": (row(HOSTILE),)},
        {"rows": (row(hint=HOSTILE),)},
        {"rows": (row(twins=(HOSTILE,)), row("x"))},
        {"problems": (HOSTILE,)},
    ],
    ids=["title", "name", "title of a test", "style", "message", "id", "hint", "twin", "hole"],
)
def test_text_is_shown_as_it_is_and_is_no_markup(changes):
    text = verification_page(verification(**changes))
    found = Page(text)

    assert not found.all("script")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert r"<script>alert(1)</script>\x1b\u202e{{ 7 * 7 }}" in found.found[0]["text"]


def test_a_page_can_be_written_whatever_its_text():
    assert verification_page(verification(title="half \udc80")).encode("utf-8")
