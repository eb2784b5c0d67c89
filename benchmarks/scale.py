"""What grading costs the one process that drives it, where the grading itself takes no processor.

A class is written to disk: the cnn lab's reference, with one file of each submission its own. It is graded on a local
cluster of Ray's by the driver as it is, with its store and its results; but a node, in place of grading, sleeps and
gives back what a real grading of the reference gave. Prints what the driver takes for each submission: seconds, bytes
that cross the network and that lie on disk, and its memory; then what a second run takes, which finds all in the store.

Usage: python benchmarks/scale.py [COUNT] [--nodes N] [--lanes N] [--seconds S]
"""

from __future__ import annotations

import argparse
import os
import pickle
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from autograder.assignment import load
from autograder.course import cluster, local
from autograder.course.cluster_node import Package
from autograder.course.grading import Gradebook
from autograder.course.plan import Plan
from autograder.course.store import STORE, Store
from autograder.project import Project
from autograder.submission import Submission, find_submissions, open_submission

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT, "cnn")
ASSIGNMENT = load(PROJECT.assignment)
_MEBI, _KIBI = 1 << 20, 1 << 10


class SleepingNode:
    """A node that grades nothing: after a while it gives back results from before.

    Args:
        found: What it gives back.
        seconds: After how long.
    """

    found: dict[str, Any]
    seconds: float

    def begin(self, _: Package, jobs: int) -> dict[str, Any]:
        """Be ready at once."""
        return {"machine": "asleep", "jobs": jobs}

    def grade(self, _: Submission) -> dict[str, Any]:
        """Sleep."""
        time.sleep(self.seconds)
        return {**self.found, "seconds": self.seconds}

    def close(self) -> None:
        """End."""


def write(count: int, folder: Path) -> None:
    """Write submissions; what is alike in them is one file with many names."""
    first, *others = ASSIGNMENT.files
    common = folder.parent / "common"
    common.mkdir()
    for name in ASSIGNMENT.files:
        (common / name).write_bytes((PROJECT.solutions / name).read_bytes())
    text = (PROJECT.solutions / first).read_text(encoding="utf-8")
    for number in range(count):
        place = folder / f"student-{number:06}"
        place.mkdir(parents=True)
        (place / first).write_text(f"{text}\n# student {number}\n", encoding="utf-8")
        for name in others:
            os.link(common / name, place / name)


def plan(count: int) -> Plan:
    """Return what is to be graded: all tests, without training."""
    return Plan(PROJECT, ASSIGNMENT, data=None, profile=None, confined=True, jobs=None, count=count)


def graded_once(submission: Submission) -> dict[str, Any]:
    """Grade one submission for real."""
    with local.Engine() as engine:
        engine.prepare(plan(1))
        return engine.grade(submission)


def run(engine: cluster.Engine, found: list[tuple[str, Path]], out: Path) -> tuple[float, float]:
    """Grade a class; return the seconds that it took, and the processor's of the driver alone."""
    begun, computed = time.perf_counter(), time.process_time()
    with Store(out, "simulated", {}) as store:
        book = Gradebook(ASSIGNMENT, PROJECT.solutions, out, "confined", store)
        book.grade(engine, found, lambda _: None)
        assert not book.failed, book.failed[:3]
        assert len(book.graded) == len(found)
    return time.perf_counter() - begun, time.process_time() - computed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", metavar="COUNT", type=int, nargs="?", default=5000)
    parser.add_argument("--nodes", type=int, default=4)
    parser.add_argument("--lanes", type=int, default=16, help="submissions at once on a node")
    parser.add_argument("--seconds", type=float, default=0.1, help="how long each takes there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        base = Path(name)
        write(options.count, base / "class")
        listed = time.perf_counter()
        found = find_submissions([base / "class"], ASSIGNMENT.files)
        listed = time.perf_counter() - listed
        submission = open_submission(found[0][1], ASSIGNMENT.files)
        SleepingNode.found, SleepingNode.seconds = graded_once(submission), options.seconds
        answer = SleepingNode.found
        (base / "out").mkdir()
        _simulate(options, base / "out", found)
        print(f"to list them: {1000 * listed / options.count:.2f} ms each")
        sent, received = len(pickle.dumps(submission)), len(pickle.dumps(answer))
        print(f"the network: {sent / _KIBI:.0f} KiB to a node and {received / _KIBI:.0f} KiB back, each")
        store = sum(path.stat().st_size for path in (base / "out").glob(f"{STORE}*"))
        files = sum(path.stat().st_blocks * 512 for path in (base / "out").rglob("*") if path.is_file()) - store
        store, files = (size / options.count / _KIBI for size in (store, files))
        print(f"on disk: {store:.1f} KiB each in the store, {files:.0f} in files")
        print(f"the driver's memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIBI:.0f} MiB")


def _simulate(options: argparse.Namespace, out: Path, found: list[tuple[str, Path]]) -> None:
    from ray.cluster_utils import Cluster  # noqa: PLC0415 - an extra

    room = {"object_store_memory": 80 * _MEBI, "memory": 64 << 30}
    nodes = Cluster(initialize_head=True, head_node_args={**room, "num_cpus": 0, "include_dashboard": False})
    for _ in range(options.nodes):
        nodes.add_node(num_cpus=options.lanes, **room)
    os.environ["RAY_ADDRESS"] = nodes.address
    lanes = options.nodes * options.lanes
    try:
        with cluster.Engine(_sleeping(SleepingNode.found, options.seconds)) as engine:
            engine.prepare(plan(options.count))
            taken, computed = run(engine, found, out)
            print(
                f"{options.count} submissions of {options.seconds:g} s on {options.nodes} × {options.lanes} lanes: "
                f"{taken:.1f} s, {taken * lanes / options.count / options.seconds:.2f} × what {lanes} lanes need"
            )
            print(f"the driver: {1000 * computed / options.count:.2f} ms of a processor each")
            again, computed = run(engine, found, out)
            print(f"once more, all of them known: {1000 * again / options.count:.2f} ms each")
    finally:
        nodes.shutdown()


def _sleeping(found: dict[str, Any], seconds: float) -> type:
    """Return the class with its answer in it: a node's process has not this module's."""
    return type("Sleeping", (SleepingNode,), {"found": found, "seconds": seconds})


if __name__ == "__main__":
    main()
