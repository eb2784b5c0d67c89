"""A folder as Gradescope's `/autograder`, with a lab's zip unpacked in it, and the scripts run there for real."""

import io
import json
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema

from autograder.release import gradescope

SCHEMA = json.loads((Path(__file__).parent / "schema" / "results.schema.json").read_text())
SECONDS = 300
"""For one grading on a busy machine."""


class Place:
    """What Gradescope has made of a zip: the folders below `root`.

    Args:
        root: An empty folder.
        project: The lab.
    """

    def __init__(self, root, project):
        self.root = root
        (root / "venv" / "bin").mkdir(parents=True)
        (root / "submission").mkdir()
        unpack(gradescope.make(project), root / "source")
        self.python("exec " + shlex.quote(sys.executable) + ' "$@"')

    def python(self, script):
        """Let this shell script stand for the image's Python."""
        path = self.root / "venv" / "bin" / "python"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def hand_in(self, files):
        for name, data in files.items():
            path = self.root / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())

    def metadata(self, text):
        (self.root / "submission_metadata.json").write_text(text if isinstance(text, str) else json.dumps(text))

    def setting(self, name, value):
        with (self.root / "source" / "settings.sh").open("a") as file:
            file.write(f"{name}={value}\n")

    def start(self):
        command = [str(self.root / "source" / "run_autograder"), str(self.root)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self):
        """Run `run_autograder`; return what it printed, for the instructor."""
        with self.start() as running:
            printed, _ = running.communicate(timeout=SECONDS)
        self.status = running.returncode
        return printed

    @property
    def results(self):
        """The results file, which is valid whatever happened."""
        found = json.loads((self.root / "results" / "results.json").read_text())
        jsonschema.validate(found, SCHEMA)
        return found


def unpack(made, folder):
    """Unpack a zip with the modes that stand in it, as `unzip` does."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for entry in archive.infolist():
            Path(archive.extract(entry, folder)).chmod(entry.external_attr >> 16 & 0o777)


def score(results):
    """What Gradescope counts: the score, or the sum of the tests'."""
    return results.get("score", sum(test.get("score", 0) for test in results.get("tests", [])))
