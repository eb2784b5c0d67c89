"""assignment.toml is read as it stands, and every mistake is told by file and line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from autograder.assignment import Assignment, AssignmentError, Exercise, Limits, Profile, Training, load

SOUND = """\
title = "Convolutional networks"
points = 18.5
files = ["convolution.py", "network.py"]

[[exercise]]
name = "pad2d"
file = "convolution.py"
points = 2.25
minutes = 10
difficulty = 1

[[exercise]]
name = "conv2d"
file = "convolution.py"
points = 10.25
minutes = 30
difficulty = 3
builds_on = ["pad2d"]
forbids = ["convolution", "padding"]

[[exercise]]
name = "conv_transpose2d"
file = "convolution.py"
points = 10
minutes = 40
difficulty = 5
bonus = true

[[exercise]]
name = "make_cnn"
file = "network.py"
points = 0
minutes = 5
difficulty = 2
gives = "module"

[training]
points = 6
dataset = "pad2d"
network = "make_cnn"

[training.profiles.cpu]
device = "cpu"
images = 20000
epochs = 1
threshold = 0.8

[limits]
memory_mib = 1024
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cnn"
    folder.mkdir()
    (folder / "assignment.toml").write_text(SOUND)
    return folder


def complaint(folder: Path, text: str) -> str:
    """Give what is said about a file with this text, without its path."""
    file = folder / "assignment.toml"
    file.write_text(text)
    with pytest.raises(AssignmentError) as raised:
        load(folder)
    message = str(raised.value)
    assert message.startswith(f"{file}:")
    assert "\n" not in message
    return message.removeprefix(f"{file}:")


def test_a_sound_file_becomes_an_assignment(folder):
    assert load(folder) == Assignment(
        folder=folder,
        title="Convolutional networks",
        points=18.5,
        files=("convolution.py", "network.py"),
        exercises=(
            Exercise("pad2d", "convolution.py", 2.25, 10, 1),
            Exercise("conv2d", "convolution.py", 10.25, 30, 3, ("pad2d",), forbids=("convolution", "padding")),
            Exercise("conv_transpose2d", "convolution.py", 10, 40, 5, bonus=True),
            Exercise("make_cnn", "network.py", 0, 5, 2, gives="module"),
        ),
        training=Training(6, "pad2d", "make_cnn", {"cpu": Profile("cpu", 20000, 1, 0.8)}),
        limits=Limits(memory_mib=1024),
    )


def test_the_folder_gives_the_name(folder):
    assert load(folder).name == "cnn"


def test_the_file_may_be_named_instead_of_its_folder(folder):
    assert load(folder / "assignment.toml") == load(folder)


def test_a_folder_given_as_a_dot_keeps_its_name(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert load(Path()).name == "cnn"


def test_training_and_limits_may_be_left_out(folder):
    text = SOUND[: SOUND.index("[training]")].replace("18.5", "12.5")
    (folder / "assignment.toml").write_text(text)
    assignment = load(folder)
    assert assignment.training is None
    assert assignment.limits == Limits(10.0, 300.0, 600.0, 2048, 64, 256, 256, 64)


def test_fractions_that_floats_cannot_hold_add_up(folder):
    text = SOUND.replace("2.25", "0.1").replace("10.25", "0.2").replace("18.5", "6.3")
    (folder / "assignment.toml").write_text(text)
    assert load(folder).points == 6.3


def test_an_exercise_is_found_by_its_name(folder):
    assert load(folder).exercise("conv2d").minutes == 30


def test_an_unknown_exercise_is_a_key_error(folder):
    with pytest.raises(KeyError, match="cnn has no exercise 'conv3d'"):
        load(folder).exercise("conv3d")


def test_an_assignment_survives_json(folder):
    assignment = load(folder)
    plain = assignment.to_json()
    assert Assignment.from_json(json.loads(json.dumps(plain))) == assignment


def test_json_needs_no_training(folder):
    text = SOUND[: SOUND.index("[training]")].replace("18.5", "12.5")
    (folder / "assignment.toml").write_text(text)
    assignment = load(folder)
    assert Assignment.from_json(assignment.to_json()) == assignment


def test_an_assignment_does_not_change(folder):
    with pytest.raises(FrozenInstanceError):
        load(folder).title = "another"


def test_importing_the_module_needs_the_standard_library_only():
    program = "import sys, autograder.assignment; print(sorted({'pydantic', 'torch'} & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert printed.stdout == "[]\n"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AssignmentError) as raised:
        load(tmp_path / "mlp")
    place = f"{tmp_path / 'mlp'}:1: "
    assert (
        str(raised.value)
        == place + "cannot be read (No such file or directory), name a folder assignments/NAME that holds one"
    )


def test_another_encoding_is_told(folder):
    (folder / "assignment.toml").write_bytes('# one\ntitle = "Übung"\n'.encode("latin-1"))
    with pytest.raises(AssignmentError, match=":2: not UTF-8, save the file in that encoding"):
        load(folder)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("points = 18.5", "points 18.5", r"2: no TOML, correct it at column \d+: Expected '=' after a key.*"),
        ('["convolution.py",', '["convolution.py', r"3: no TOML, correct it at column \d+: Unclosed array"),
        ("memory_mib = 1024\n", "memory_mib =", r"49: no TOML, correct the end of the file: Invalid value"),
        ("points = 18.5", 'title = "a"', r"2: no TOML, correct it at column \d+: Cannot overwrite a value"),
    ],
)
def test_a_syntax_error_is_placed(folder, old, new, expected):
    assert re.fullmatch(expected, complaint(folder, SOUND.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("minutes = 30", "minuts = 30", "16: unknown key 'minuts', did you mean 'minutes'?"),
        ("[limits]", "[limit]", "48: unknown key 'limit', did you mean 'limits'?"),
        ("epochs = 1\n", "epoch = 1\n", "45: unknown key 'epoch', did you mean 'epochs'?"),
        (
            "memory_mib = 1024",
            "wheels = 4",
            "49: unknown key 'wheels', use one of call_seconds, submission_seconds, training_seconds, \
memory_mib, file_mib, disk_mib, threads, output_kib",
        ),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest(folder, old, new, expected):
    assert complaint(folder, SOUND.replace(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('title = "Convolutional networks"\n', "", "1: the file has no key 'title', add it"),
        ("minutes = 30\n", "", "12: the exercise 'conv2d' has no key 'minutes', add it"),
        ('name = "conv2d"\n', "", "12: this exercise has no key 'name', add it"),
        ('dataset = "pad2d"\n', "", "37: [training] has no key 'dataset', add it"),
        ("threshold = 0.8\n", "", "42: [training.profiles.cpu] has no key 'threshold', add it"),
    ],
)
def test_a_missing_key_is_asked_for(folder, old, new, expected):
    assert complaint(folder, SOUND.replace(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('title = "Convolutional networks"', "title = 3", "1: title is 3, write a string in quotes"),
        ("title = ", "title = 2026-01-01 # ", '1: title is ["2026-01-01"], write a string in quotes'),
        ("points = 2.25", 'points = "2"', '8: points is "2", write a number'),
        ("points = 2.25", "points = nan", "8: points is NaN, write a finite number"),
        ("points = 2.25", "points = true", "8: points is true, write a number"),
        ("minutes = 30", "minutes = 30.5", "16: minutes is 30.5, write a whole number"),
        ("bonus = true", "bonus = 1", "27: bonus is 1, write true or false"),
        ('["pad2d"]', '"pad2d"', '18: builds_on is "pad2d", write a list in brackets'),
        ('["pad2d"]', '[\n  # first\n  "pad2d",\n  2]', "21: builds_on[1] is 2, write a string in quotes"),
        ('"module"', '"modul"', "35: gives is \"modul\", write 'value', 'object', 'module' or 'figure'"),
        ('device = "cpu"', 'device = "tpu"', "43: device is \"tpu\", write 'cpu' or 'cuda'"),
        ("[limits]\nmemory_mib = 1024", "[[limits]]", "48: limits is [{}], write a table"),
    ],
)
def test_a_wrong_type_is_shown(folder, old, new, expected):
    assert complaint(folder, SOUND.replace(old, new)) == expected


def test_an_exercise_in_single_brackets_is_understood(folder):
    text = SOUND[: SOUND.index("[[exercise]]", 100)].replace("[[exercise]]", "[exercise]")
    expected = "5: exercise is .*, write tables that are each headed \\[\\[exercise\\]\\], in two brackets"
    assert re.fullmatch(expected, complaint(folder, text))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "points = 18.5",
            "points = 100",
            "2: points is 100, but 12.5 of the exercises without bonus and 6 of training make 18.5, \
correct one",
        ),
        ("points = 2.25", "points = -2.25", "8: points is -2.25, write 0 or more"),
        ("points = 6", "points = -6", "38: points is -6, write 0 or more"),
    ],
)
def test_points_are_counted(folder, old, new, expected):
    assert complaint(folder, SOUND.replace(old, new)) == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("conv-2d", "13: 'conv-2d' cannot be the name of a function or class, choose one that can"),
        ("lambda", "13: 'lambda' cannot be the name of a function or class, choose one that can"),
        ("pad2d", "13: an exercise above is 'pad2d' too, rename or remove one"),
        ("Pad_2d", "13: 'Pad_2d' and 'pad2d' would have one test file between them, rename one"),
        (
            "accuracy_threshold",
            "13: 'accuracy_threshold' is the id of the accuracy threshold, choose another name",
        ),
    ],
)
def test_an_exercise_needs_a_name_of_its_own(folder, new, expected):
    assert complaint(folder, SOUND.replace('"conv2d"', f'"{new}"')) == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("network.txt", "'network.txt' is no plain name.py, rename it to letters, digits and _"),
        ("../network.py", "'../network.py' is no plain name.py, rename it to letters, digits and _"),
        ("my network.py", "'my network.py' is no plain name.py, rename it to letters, digits and _"),
        (".py", "'.py' is no plain name.py, rename it to letters, digits and _"),
        ("torch.py", "'torch.py' would hide the module torch, choose another name"),
        ("random.py", "'random.py' would hide the module random, choose another name"),
        ("convolution.py", "'convolution.py' stands here twice, remove one"),
    ],
)
def test_a_file_needs_a_plain_name(folder, new, expected):
    text = SOUND.replace('"convolution.py", "network.py"', f'\n  "convolution.py",\n  "{new}",\n')
    assert complaint(folder, text) == f"5: {expected}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'file = "network.py"',
            'file = "netwerk.py"',
            "31: 'netwerk.py' is not in files, did you mean 'network.py'?",
        ),
        (
            '["pad2d"]',
            '["paint"]',
            "18: conv2d builds on the unknown 'paint', use one of pad2d",
        ),
        (
            '["pad2d"]',
            '["make_cnn"]',
            "18: conv2d builds on make_cnn, which does not stand before it, reorder them",
        ),
        (
            '["pad2d"]',
            '["conv2d"]',
            "18: conv2d builds on conv2d, which does not stand before it, reorder them",
        ),
        ('"padding"]', '"paddings"]', "19: unknown family 'paddings', did you mean 'padding'?"),
        (
            'dataset = "pad2d"',
            'dataset = "pad3d"',
            "39: dataset is 'pad3d', which is no exercise, did you mean 'pad2d'?",
        ),
        (
            'network = "make_cnn"',
            'network = "make_cn"',
            "40: network is 'make_cn', which is no exercise, did you mean 'make_cnn'?",
        ),
    ],
)
def test_a_name_must_mean_something(folder, old, new, expected):
    assert complaint(folder, SOUND.replace(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("minutes = 30", "minutes = 0", "16: minutes is 0, write 1 or more"),
        ("difficulty = 3", "difficulty = 6", "17: difficulty is 6, write 1 to 5"),
        ("images = 20000", "images = 60001", "44: images is 60001, write 1 to 60000"),
        ("epochs = 1\n", "epochs = 0\n", "45: epochs is 0, write 1 or more"),
        (
            "threshold = 0.8",
            "threshold = 80.0",
            "46: threshold is 80, write a share between 0 and 1, as 0.85",
        ),
        ("threshold = 0.8", "threshold = 1", "46: threshold is 1, write a share between 0 and 1, as 0.85"),
        (
            "threshold = 0.8",
            "doubt = 0.9\nthreshold = 0.8",
            "46: doubt is 0.9, write how far below the threshold a run is repeated, as 0.02",
        ),
        (
            "threshold = 0.8",
            "cores = -1\nthreshold = 0.8",
            "46: cores is -1, write 0 or more: the processors that it is meant for",
        ),
        ("memory_mib = 1024", "memory_mib = 0", "49: memory_mib is 0, write a number over 0"),
    ],
)
def test_a_number_has_a_range(folder, old, new, expected):
    assert complaint(folder, SOUND.replace(old, new)) == expected


def test_files_may_not_be_empty(folder):
    text = SOUND.replace('["convolution.py", "network.py"]', "[]")
    expected = '3: files is empty, name the files of the source, as in ["network.py"]'
    assert complaint(folder, text) == expected


def test_training_needs_a_profile(folder):
    start, end = SOUND.index("[training.profiles.cpu]"), SOUND.index("[limits]")
    text = SOUND[:start] + "[training.profiles]\n" + SOUND[end:]
    assert complaint(folder, text) == "42: there is no profile, add a table [training.profiles.cpu]"


def test_a_misspelt_key_is_told_before_the_key_that_it_leaves_missing(folder):
    text = SOUND.replace("minutes = 10\n", "", 1).replace("epochs = 1\n", "epoch = 1\n")
    assert complaint(folder, text) == "44: unknown key 'epoch', did you mean 'epochs'?"


# what is given


def test_what_is_given_stands_with_its_file(folder):
    (folder / "assignment.toml").write_text(SOUND + '\n[given]\nHistory = "network.py"\n')

    assert load(folder).given == {"History": "network.py"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('History = "training.py"', "'training.py' is not in files"),
        ('conv2d = "convolution.py"', "conv2d is an exercise: what students write themselves is not given"),
        ('"no name" = "network.py"', "'no name' cannot be the name of a function or class"),
    ],
)
def test_what_cannot_be_given_is_told(folder, line, said):
    assert said in complaint(folder, SOUND + f"\n[given]\n{line}\n")


PROFILES = {
    "gpu": Profile("cuda", 60000, 5, 0.9),
    "small": Profile("cpu", 20000, 1, 0.8, cores=0.5),
    "large": Profile("cpu", 60000, 1, 0.85, cores=4),
}


@pytest.mark.parametrize(
    ("device", "processors", "name"),
    [("cuda", 2, "gpu"), ("cpu", 0.5, "small"), ("cpu", 3.5, "small"), ("cpu", 4, "large"), ("cpu", 64, "large")],
)
def test_a_machine_gets_the_largest_profile_that_it_has_the_processors_for(device, processors, name):
    assert Training(6, "Data", "make", PROFILES).profile_for(device, processors) == name


def test_a_machine_that_is_too_small_for_all_gets_the_smallest():
    assert Training(6, "Data", "make", PROFILES).profile_for("cpu", 0.25) == "small"


def test_a_device_without_a_profile_has_none():
    assert Training(6, "Data", "make", {"gpu": PROFILES["gpu"]}).profile_for("cpu", 8) is None
