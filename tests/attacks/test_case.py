"""That the corpus is complete, and that a case which is not written as it must be is named."""

import re
from collections import Counter

import pytest
from attacks import case as corpus
from attacks.case import CANARIES, CaseError, base_files, cases, read, submit
from attacks.summary import lines

from autograder.assignment import load
from autograder.submission import open_submission

CASES = cases()


# the corpus


@pytest.mark.parametrize("kind", range(1, corpus.LISTED + 1))
def test_every_kind_has_an_attack_and_a_twin(kind):
    twins = [case.twin for case in CASES if case.kind == kind]
    assert False in twins, f"kind {kind} has no attack"
    assert True in twins, f"kind {kind} has no twin"


def test_there_are_at_least_60_attacks_and_30_twins():
    counts = Counter(case.twin for case in CASES)
    assert counts[False] >= 60
    assert counts[True] >= 30


def test_each_says_something_of_its_own():
    assert len({case.line.casefold() for case in CASES}) == len(CASES)
    assert all(len(case.line) > 20 for case in CASES)


def test_a_kind_has_one_folder():
    folders = {case.id.split("/")[0] for case in CASES}
    assert len({folder[:2] for folder in folders}) == len(folders)


def test_twins_are_written_for_the_right_base():
    assert [case.id for case in CASES if case.twin and (case.base != "right" or case.refused)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_submission_is_made_of_it(case, tmp_path):
    path = submit(case, tmp_path / "made")
    assert path.is_relative_to(tmp_path / "made")
    assert path.exists() or path.is_symlink()
    if case.make is None:
        files = open_submission(path, corpus.FILES).files
        assert files[case.file].endswith(case.text)
        assert set(files) == set(corpus.FILES)


def test_the_canaries_are_in_the_hidden_tests_and_nowhere_else():
    hidden = "".join(path.read_text() for path in sorted((corpus.ASSIGNMENT / "hidden").glob("*.py")))
    public = "".join(path.read_text() for path in sorted((corpus.ASSIGNMENT / "public").glob("*.py")))
    seen = public + "".join(text for base in corpus.BASES for text in base_files(base).values())
    computed = {"97223", "70659", "141317"}  # by the reference, of inputs that are there
    assert [canary for canary in CANARIES if canary not in hidden and canary not in computed] == []
    assert [canary for canary in CANARIES if canary in seen] == []


def test_only_the_headers_name_the_bases_files():
    assert tuple(load(corpus.ASSIGNMENT).files) == corpus.FILES


# how a case is written

GOOD = '"""Does nothing at all, and says so."""\n# base: right\n# file: model.py\n# training: yes\n\nx = 1\n'


@pytest.fixture
def written(tmp_path):
    """Writes a case into a folder of its own and gives its path."""

    def write(text, name="attack_one.py", folder="07_some"):
        path = tmp_path / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_case_is_read(written):
    case = read(written(GOOD))
    assert (case.id, case.line) == ("07_some/attack_one", "Does nothing at all, and says so.")
    assert (case.base, case.file, case.training, case.twin, case.refused) == ("right", "model.py", True, False, False)
    assert case.kind == 7


def test_an_attack_starts_from_the_wrong_base_and_a_twin_from_the_right_one(written):
    text = '"""Does nothing at all, and says so."""\nx = 1\n'
    assert read(written(text)).base == "wrong"
    twin = read(written(text, "twin_one.py"))
    assert (twin.base, twin.file, twin.training, twin.twin) == ("right", "answers.py", False, True)


def test_a_comment_below_the_headers_is_part_of_the_program(written):
    text = GOOD.replace("\nx", "# It says why; nothing more.\nx")
    assert read(written(text)).text == text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("Does nothing at all, and says so.", ""), "its first line must be a sentence"),
        (('so."""', 'so.\n"""'), "its first line must be a sentence"),
        (("# base: right", "# basis: right"), "'# basis: right' is no header: there are base, file, training"),
        (("# base: right", "#base: right"), "'#base: right' is no header"),
        (("# base: right", "# base: left"), "base must be right or wrong, not left"),
        (("model.py", "notes.py"), "file must be answers.py or model.py, not notes.py"),
        (("training: yes", "training: true"), "training must be yes or no, not true"),
        (("# file: model.py", "# base: wrong"), "base is said twice"),
        (("x = 1", "x = 1\n# training: no"), "'# training: no' must stand right below the first line"),
        (("x = 1", "# nothing"), "there is no program"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_wrong_with_a_case_is_named(written, change, said):
    with pytest.raises(CaseError, match=f"07_some/attack_one: {re.escape(said)}"):
        read(written(GOOD.replace(*change)))


@pytest.mark.parametrize(
    ("name", "folder"), [("other_one.py", "07_some"), ("attack_a.txt", "07_some"), ("attack_a.py", "x")]
)
def test_a_file_that_is_no_case_is_named(written, name, folder):
    with pytest.raises(CaseError, match="is called"):
        read(written(GOOD, name, folder))


def test_a_corpus_with_a_stray_file_is_refused(tmp_path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(CaseError, match=r"notes\.txt is no folder of cases"):
        cases(tmp_path)


def test_two_cases_that_say_the_same_are_refused(written, tmp_path):
    written(GOOD, "attack_one.py")
    written(GOOD, "attack_two.py")
    with pytest.raises(CaseError, match="attack_two and 07_some/attack_one say the same"):
        cases(tmp_path)


# the line at the end of a test run


class Report:
    def __init__(self, name, *, twin, bad):
        fact = {"name": name, "layers": ["limits", "seccomp"], "twin": twin, "bad": bad}
        self.user_properties = [("attack", fact), ("another", 1)]


def test_each_combination_has_a_line_with_its_sums():
    reports = [Report("here", twin=False, bad=bad) for bad in (False, False, True)]
    reports += [Report("here", twin=True, bad=False), Report("there", twin=True, bad=True)]
    assert lines(reports) == [
        "here (limits, seccomp): 3 attacks tried, 1 succeeded; 1 twins graded, 0 hurt",
        "there (limits, seccomp): 0 attacks tried, 0 succeeded; 1 twins graded, 1 hurt",
    ]
