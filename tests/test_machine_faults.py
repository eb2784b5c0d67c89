"""What the machine does to a grading: a full disk, too little memory, a clock that jumps."""

import ast
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MEBI = 1 << 20


def offers(*command):
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


mounts = pytest.mark.skipif(
    not offers("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"),
    reason="a small disk needs root's right to mount",
)


@pytest.fixture(scope="module")
def lab(tiny_lab):
    return tiny_lab()


@pytest.fixture
def submissions(lab, tmp_path):
    """Writes three right answers, or texts of one's own in the place of one file."""

    def write(signals=None):
        for name in ("one", "two", "three"):
            folder = tmp_path / "submissions" / name
            folder.mkdir(parents=True)
            for file in ("signals.py", "pieces.py"):
                (folder / file).write_text((lab.solutions / file).read_text())
        if signals:
            (tmp_path / "submissions" / "two" / "signals.py").write_text(signals)
        return tmp_path / "submissions"

    return write


def grading(lab, submissions, out):
    command = [sys.executable, "-m", "autograder", "grade", "tiny", str(submissions), "--out", str(out), "--jobs", "1"]
    return f"cd {shlex.quote(str(lab.root))} && {shlex.join(command)}"


def run(script):
    return subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=120, check=False)


def with_small_disk(at, size, script):
    """Run a script where a disk of this size lies on a folder; its files are copied to `at.after` in the end."""
    at.mkdir()
    mount = f"mount -t tmpfs -o size={size} none {shlex.quote(str(at))}"
    copy = f"cp -r {shlex.quote(str(at))} {shlex.quote(f'{at}.after')}"
    return run(f"unshare -m sh -c {shlex.quote(f'{mount}; {script}; status=$?; {copy}; exit $status')}")


def results(folder, name):
    return json.loads((folder / name / "results.json").read_text())


@mounts
def test_where_the_results_do_not_fit_each_submission_still_has_a_file_that_says_so(lab, submissions, tmp_path):
    out = tmp_path / "out"
    done = with_small_disk(out, "16k", grading(lab, submissions(), out))
    assert done.returncode == 1, done.stderr
    kept = [results(Path(f"{out}.after"), name) for name in ("one", "two", "three")]
    unwritten = [found for found in kept if "the disk was full" in found.get("output", "")]
    assert unwritten
    assert done.stderr.count("its results could not be written: No space left on device") >= len(unwritten)


@mounts
def test_where_not_even_that_fits_one_line_says_so(lab, submissions, tmp_path):
    out = tmp_path / "out"
    fill = f"head -c 1M /dev/zero > {out}/full"
    done = with_small_disk(out, "16k", f"{fill}; {grading(lab, submissions(), out)}")
    assert done.returncode == 2
    [line] = done.stderr.strip().splitlines()[-1:]
    assert "No space left on device" in line


@mounts
def test_a_full_temporary_folder_stops_no_grading(lab, submissions, tmp_path):
    small, out = tmp_path / "tmp", tmp_path / "out"
    fill = f"head -c 1M /dev/zero > {small}/full"
    done = with_small_disk(small, "64k", f"{fill}; export TMPDIR={small}; {grading(lab, submissions(), out)}")
    assert done.returncode == 0, done.stderr
    assert results(out, "two")["extra_data"].get("graded", True)


def memory_group():
    """A folder of the kernel's in which a group of processes can be given less memory, or None."""
    for base in (Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")):
        limit = "memory.limit_in_bytes" if base.name == "memory" else "memory.max"
        group = base / f"autograder-test-{os.getpid()}"
        try:
            group.mkdir()
        except OSError:
            continue
        if (group / limit).exists():
            return group, group / limit
        group.rmdir()
    return None


GREEDY = """
import torch

def smooth(x, k):
    return torch.ones(1200 * 2**20, dtype=torch.uint8).sum()

def average(x):
    return float(x.mean())
"""


def test_where_memory_runs_out_the_worker_is_what_the_kernel_ends(lab, submissions, tmp_path):
    found = memory_group()
    if found is None:
        pytest.skip("a group of processes with less memory needs root and the kernel's memory groups")
    group, limit = found
    try:
        limit.write_text(str(1000 * MEBI))
        out = tmp_path / "out"
        join = f"echo $$ > {group}/cgroup.procs"
        done = run(f"{join}; {grading(lab, submissions(GREEDY), out)}")
    finally:
        while (group / "cgroup.procs").read_text():
            pass
        group.rmdir()
    assert done.returncode == 0, done.stderr
    texts = [test["output"] for test in results(out, "two")["tests"]]
    assert any("it was killed, as happens when memory runs out" in text for text in texts)
    for name in ("one", "three"):
        assert all(test["status"] == "passed" for test in results(out, name)["tests"])


def test_no_time_is_taken_from_the_clock_on_the_wall():
    """A clock that is set while a grading runs changes nothing: only clocks that cannot be set are read."""
    settable = {("time", "time"), ("time", "time_ns"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today")}
    graded = [ROOT / "autograder" / part for part in ("course", "grader", "worker", "training", "report")]
    read = []
    for path in [*(ROOT / "autograder").glob("*.py"), *(file for part in graded for file in part.rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text())):
            named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if named and (node.value.id, node.attr) in settable:
                read.append(f"{path.name}:{node.lineno}")
    assert read == []
