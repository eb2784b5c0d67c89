"""What of a verification is a hole, what is a note, and what its numbers are."""

from dataclasses import replace

from verifications import HIDDEN, PUBLIC, answer, fact, row, verification

from autograder.verify.findings import Counts, ExerciseFact

PAD = ExerciseFact("pad", 1.0, ())


# holes


def test_a_sound_lab_has_no_holes():
    found = verification()

    assert found.holes() == ()
    assert found.verdict == "tiny: clean"


def test_what_does_not_add_up_is_a_hole_as_it_stands():
    assert verification(problems=("assignment.toml: 2 + 2 = 5",)).holes() == ("assignment.toml: 2 + 2 = 5",)


def test_a_reference_that_fails_a_test_is_a_hole():
    found = verification(reference=answer("reference", failures=[(PUBLIC, "shapes differ:\n  (2, 3)")]))

    assert found.holes() == (f"the reference fails {PUBLIC}: shapes differ: (2, 3)",)


def test_a_kit_that_earns_points_is_a_hole():
    (hole,) = verification(kit=((PUBLIC, "done", 1.5),)).holes()

    assert hole.startswith(f"the unsolved kit is done with 1.5 points in {PUBLIC}")


def test_a_mistake_that_passes_every_test_is_a_hole():
    found = verification(rows=(row(), row("corner", failing=())))

    assert found.holes() == ("misconceptions/pad/corner.py passes every test of pad: add a test that it fails",)


def test_an_exercise_without_mistakes_is_a_hole():
    (hole,) = verification(rows=()).holes()

    assert hole.startswith("pad has no misconception")


def test_a_hidden_test_that_fails_nothing_is_a_hole():
    (hole,) = verification(rows=(row(failing=(PUBLIC,)),)).holes()

    assert hole.startswith(f"{HIDDEN} fails no wrong program")


def test_a_public_test_that_fails_nothing_is_none():
    assert verification(rows=(row(failing=(HIDDEN,)),)).holes() == ()


def test_a_right_answer_that_fails_a_test_is_a_hole():
    found = verification(accepted=(answer(failures=[(HIDDEN, "too slow")]),))

    assert found.holes() == (f"accepted/loops.py is right and fails {HIDDEN}: too slow",)


def two_exercises(lends, **changes):
    """`conv` calls `pad` in the accepted answer; its tests lend these."""
    key = "hidden/test_conv.py::test_c"
    return verification(
        exercises=(PAD, ExerciseFact("conv", 1.0, lends)),
        tests=(fact(), fact(HIDDEN), fact(key, "conv")),
        rows=(row(), row("flipped", (key,), exercise="conv", keys=(key,))),
        accepted=(answer(exercises=("pad", "conv"), calls={"conv": ("pad",)}),),
        **changes,
    )


def test_an_exercise_that_calls_another_one_which_is_not_lent_is_a_hole():
    (hole,) = two_exercises(lends=()).holes()

    assert hole.startswith("conv calls pad in accepted/loops.py: name it in its builds_on")


def test_an_exercise_that_calls_another_one_which_is_lent_is_none():
    assert two_exercises(lends=("pad",)).holes() == ()


def test_the_verdict_counts_the_holes():
    assert verification(problems=("a",)).verdict == "tiny: 1 hole"
    assert verification(problems=("a", "b")).verdict == "tiny: 2 holes"


# notes


def test_twins_are_noted_once():
    rows = (row(), row("left", (HIDDEN,), twins=("right",)), row("right", (HIDDEN,), twins=("left",)))

    assert verification(rows=rows).notes() == ("pad: no test tells left from right, so neither hint is shown",)


def test_a_mistake_that_hangs_on_chance_is_noted():
    (note,) = verification(rows=(replace(row("a", (HIDDEN,)), by_chance=True),)).notes()

    assert note.startswith("misconceptions/pad/a.py: ")


def test_what_an_exercise_builds_on_and_cannot_be_lent_is_noted():
    (note,) = verification(exercises=(ExerciseFact("pad", 2.0, (), builds_on=("Pairs",)),)).notes()

    assert note.startswith("pad builds on Pairs, ")


def test_a_hidden_test_that_catches_nothing_alone_is_noted():
    (note,) = verification(rows=(row(),)).notes()

    assert note == f"{HIDDEN}: every mistake that it catches is caught by another test too"


def test_a_test_that_some_mistake_needs_is_not_noted():
    assert verification().notes() == ()


# what a test catches


def test_a_test_catches_the_mistakes_that_fail_it():
    assert verification().catches(PUBLIC) == 1
    assert verification().catches(HIDDEN) == 2


def test_alone_it_catches_those_that_no_other_test_fails():
    assert verification().catches_alone(PUBLIC) == ()
    assert verification().catches_alone(HIDDEN) == ("no-errors",)


def test_a_test_passed_in_part_catches_the_mistake():
    partly = row()
    partly.states[PUBLIC] = "partly"

    assert partly.caught_by == (PUBLIC, HIDDEN)


# whether a hint is shown


def test_a_mistake_is_recognised_where_it_is_caught_and_has_no_twin():
    assert row().recognised


def test_a_mistake_that_passes_is_not_recognised():
    assert not row(failing=()).recognised


def test_a_mistake_with_a_twin_is_not_recognised():
    assert not row(twins=("other",)).recognised


def test_a_mistake_that_hangs_on_chance_is_not_recognised():
    assert not replace(row(), by_chance=True).recognised


# numbers


def test_the_numbers_of_an_exercise():
    rows = (row(), row("left", (HIDDEN,), twins=("right",)), row("right", (HIDDEN,), twins=("left",)))
    rows += (row("corner", failing=()),)
    found = verification(rows=rows, accepted=(answer(), answer("fft", failures=[(PUBLIC, "slow")])))

    assert found.counts_of("pad") == Counts(public=1, hidden=1, rows=4, caught=3, recognised=1, answers=2, in_full=1)


def test_an_answer_counts_as_refused_only_in_the_exercise_whose_test_it_fails():
    loops = answer(exercises=("pad", "conv"), failures=[(PUBLIC, "too slow")])
    found = replace(two_exercises(lends=("pad",)), accepted=(loops,))

    assert found.counts_of("pad").in_full == 0
    assert found.counts_of("conv").in_full == 1


def test_an_answer_to_two_exercises_counts_once_in_the_lab():
    assert two_exercises(lends=("pad",)).counts.answers == 1


def test_the_size_in_one_line():
    assert verification().size == "2 tests, 1 of them hidden; 2 misconceptions; 1 accepted answer; 3.2 s"


def test_long_times_are_in_whole_seconds():
    assert verification(seconds=154.77).size.endswith("; 155 s")
