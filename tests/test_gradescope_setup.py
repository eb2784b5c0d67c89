"""`setup.sh` of the zip, with programs of ours in the place of apt, pip and Python: which it uses, and how it fails.

The real ones are met by gradescope_image.py.
"""

import os
import shutil
import stat
import subprocess

import pytest
from gradescope_places import unpack

from autograder.release import gradescope

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="setup.sh needs root")

SYSTEM = ("bash", "env", "id", "sed", "chmod", "mkdir", "cp", "dirname", "cat", "ln")

# A Python of some version: notes how it was called, makes environments that are like it, and does nothing else.
PYTHON = """\
#!/usr/bin/env bash
echo "$(basename "$0") $*" >> $LOG
case "$*" in
  *ensurepip*) [ {usable} = yes ] ;;
  {fails}) exit 1 ;;
  --version) echo "Python {version}" ;;
  "-m venv "*) mkdir -p "$3/bin" "$3/lib"; for n in python autograder; do cp "$0" "$3/bin/$n"; done ;;
  *"--target"*uv) mkdir -p "$TARGET/uv/bin" "$TARGET/python/bin"; cp "$FAKES/uv" "$TARGET/uv/bin/uv"
    cp "$FAKES/newer" "$TARGET/python/bin/python3.12" ;;
esac
"""
UV = """\
#!/usr/bin/env bash
echo "uv $*" >> $LOG
case "$*" in *find*) echo "$UV_PYTHON_INSTALL_DIR/bin/python3.12" ;; esac
"""
APT_GET = """\
#!/usr/bin/env bash
echo "apt-get $*" >> $LOG
case "$*" in *python3.11-venv*) cp "$FAKES/newer" "$BIN/python3.11" ;; esac
"""
APT_CACHE = """\
#!/usr/bin/env bash
case "$2" in python3.11-venv) echo "  Candidate: {candidate}" ;; *) echo "  Candidate: (none)" ;; esac
"""


class Image:
    """An image to be built: what is on it, and what became of it.

    Args:
        folder: An empty folder.
        project: The lab.
        index: The index of torch that the zip was made with.
    """

    def __init__(self, folder, project, index=""):
        self.root, self.log = folder / "autograder", folder / "log"
        self.bin, self.fakes = folder / "bin", folder / "fakes"
        self.bin.mkdir()
        self.fakes.mkdir()
        self.log.touch()
        for name in (*SYSTEM, "basename"):
            (self.bin / name).symlink_to(shutil.which(name))
        unpack(gradescope.make(project, index), self.root / "source")
        self.fails = "nothing"
        self.candidate = "(none)"
        self.pythons = {"python3": ("3.10.12", "no")}

    def build(self):
        """Run `setup.sh`; return its status, and its output in lines."""
        programs = {"apt-get": APT_GET, "apt-cache": APT_CACHE.format(candidate=self.candidate)}
        for name, (version, usable) in self.pythons.items():
            programs[name] = PYTHON.format(version=version, usable=usable, fails=self.fails)
        write(self.bin, programs)
        write(self.fakes, {"uv": UV, "newer": PYTHON.format(version="3.12.1", usable="yes", fails=self.fails)})
        places = {"PATH": self.bin, "LOG": self.log, "TARGET": self.root, "FAKES": self.fakes, "BIN": self.bin}
        done = subprocess.run(
            [str(self.root / "source" / "setup.sh"), str(self.root)],
            env={name: str(path) for name, path in places.items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout.splitlines()

    @property
    def calls(self):
        """What was called, a line each."""
        return self.log.read_text()


def write(folder, programs):
    for name, text in programs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)


@pytest.fixture
def image(tmp_path, tiny_lab):
    return Image(tmp_path, tiny_lab())


@pytest.fixture
def training_image(tmp_path, tiny_lab):
    """One of a lab that trains a network."""
    made = Image(tmp_path, tiny_lab())
    settings = made.root / "source" / "settings.sh"
    settings.write_text(settings.read_text().replace("NEEDS_DATA=0", "NEEDS_DATA=1"))
    made.pythons["python3.12"] = ("3.12.1", "yes")
    return made


# which Python


def test_a_new_enough_python_is_used_as_it_is(image):
    image.pythons["python3.12"] = ("3.12.1", "yes")
    status, said = image.build()
    assert (status, said[-1]) == (0, "autograder: the image is ready")
    assert "apt-get" not in image.calls
    assert f"python3.12 -m venv {image.root}/venv" in image.calls


def test_a_distributions_final_release_is_installed_beside_the_systems_own(image):
    image.candidate = "3.11.2-6+deb12u6"
    status, _ = image.build()
    assert status == 0
    assert "apt-get install -y -q --no-install-recommends python3.11-venv" in image.calls
    assert "uv" not in image.calls
    assert (image.bin / "python3").read_text() == PYTHON.format(version="3.10.12", usable="no", fails="nothing")


def test_a_release_candidate_is_passed_over_for_a_build_of_its_own(image):
    image.candidate = "3.11.0~rc1-1~22.04"  # what Ubuntu 22.04 has
    status, _ = image.build()
    assert status == 0
    assert "python3.11-venv" not in image.calls
    assert "uv python install --quiet 3.12" in image.calls
    assert f"python3.12 -m venv {image.root}/venv" in image.calls


def test_without_any_python_it_ends_in_one_clear_line(image):
    image.fails = "'-m pip'*"
    status, said = image.build()
    assert status == 1
    assert said[-1].startswith("autograder: THE IMAGE COULD NOT BE BUILT: Python 3.11 or newer is not to be had")


# torch, and the data


def test_the_index_that_was_named_at_release_is_asked_too(tmp_path, tiny_lab):
    image = Image(tmp_path, tiny_lab(), "https://packages.example/cpu")
    image.pythons["python3.12"] = ("3.12.1", "yes")
    assert image.build()[0] == 0
    assert "--extra-index-url https://packages.example/cpu torch\n" in image.calls


def test_without_an_index_it_says_what_that_costs(image):
    image.pythons["python3.12"] = ("3.12.1", "yes")
    _, said = image.build()
    assert any("no index for CPU builds of torch was named at release (--torch-index)" in line for line in said)
    assert "--extra-index-url" not in image.calls


@pytest.mark.parametrize(
    ("fails", "said"),
    [
        ("*'constraints.txt torch'", "torch could not be installed"),
        ("*'import torch'", "the installed torch cannot be imported"),
        ("*gradescope_trial*", "the reference did not get full points"),
    ],
)
def test_what_fails_is_said_in_the_last_line(image, fails, said):
    image.pythons["python3.12"] = ("3.12.1", "yes")
    image.fails = fails
    status, lines = image.build()
    assert status == 1
    assert lines[-1].startswith(f"autograder: THE IMAGE COULD NOT BE BUILT: {said}")


def test_data_that_is_there_is_not_fetched(training_image):
    assert training_image.build()[0] == 0
    assert "autograder data\n" in training_image.calls
    assert "--fetch" not in training_image.calls


def test_without_the_package_torchvisions_mirrors_are_tried_and_then_it_fails(training_image):
    training_image.fails = "data*"
    status, said = training_image.build()
    assert status == 1
    assert "autograder data --fetch" in training_image.calls
    assert "constraints.txt torchvision" in training_image.calls
    assert "Fashion-MNIST is not to be had" in said[-1]


def test_a_lab_without_training_needs_no_data(image):
    image.pythons["python3.12"] = ("3.12.1", "yes")
    image.build()
    assert "autograder data" not in image.calls


# what is left


def test_the_source_is_closed_to_others_and_the_environment_open(image):
    image.pythons["python3.12"] = ("3.12.1", "yes")
    image.build()
    source = [*(image.root / "source").rglob("*"), image.root / "cache"]
    assert not [path for path in source if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert (image.root / "venv" / "bin" / "python").stat().st_mode & 0o005 == 0o005


def test_a_zip_that_is_not_whole_is_told(image):
    (image.root / "source" / "settings.sh").unlink()
    status, said = image.build()
    assert status != 0
    assert "settings.sh is missing" in said[-1]
