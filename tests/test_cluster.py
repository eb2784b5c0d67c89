"""Grading on a cluster of Ray's: a real one, of several nodes on this machine, that come and go."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ray.cluster_utils import Cluster
from runs import command, gradings, rows, write, written

from autograder.assignment import load
from autograder.course import cluster, cluster_node
from autograder.course.plan import Plan
from autograder.course.processes import EngineError
from autograder.course.store import STORE
from autograder.submission import open_submission

STUDENTS = [f"student-{number:02}" for number in range(12)]
# So long does one take that the others are not all graded when a node is lost, or has joined.
SLOW = "\n\nimport time\n\n_average = average\n\n\ndef average(x):\n    time.sleep(0.2)\n    return _average(x)\n"
NODE = {"num_cpus": 1, "object_store_memory": 80 << 20}


@pytest.fixture(scope="module")
def project(tiny_lab):
    return tiny_lab()


@pytest.fixture(scope="module")
def handed_in(project, tmp_path_factory):
    """A class of which every third has a mistake."""
    folder = tmp_path_factory.mktemp("cluster") / "class"
    for number, name in enumerate(STUDENTS):
        write(folder, project, name, SLOW if number % 3 else "\n\ndef average(x):\n    return x.sum()\n")
    return folder


@pytest.fixture(scope="module")
def on_one_machine(project, handed_in, tmp_path_factory):
    """What a run without a cluster has written."""
    out = tmp_path_factory.mktemp("local") / "out"
    done = subprocess.run(command(project, handed_in, out), cwd=project.root, capture_output=True, check=False)
    assert done.returncode == 0
    return written(out)


@pytest.fixture(scope="module")
def nodes():
    """A cluster whose head grades nothing; give what adds a node to it and takes one away."""
    made = Cluster(initialize_head=True, head_node_args={**NODE, "num_cpus": 0, "include_dashboard": False})
    yield made
    made.shutdown()


@contextlib.contextmanager
def running(project, handed_in, out, nodes):
    """The command on the cluster, while it runs."""
    with subprocess.Popen(
        command(project, handed_in, out, "--engine", "ray"),
        cwd=project.root,
        env={**os.environ, "RAY_ADDRESS": nodes.address},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def has_graded(process, out, count):
    """Wait until so many are graded, while the command runs."""
    while sum(gradings(out).values()) < count:
        assert process.poll() is None, process.stdout.read()


def test_nodes_are_lost_and_join_on_the_way_and_the_grades_are_those_of_one_machine(
    project, handed_in, on_one_machine, nodes, tmp_path
):
    stays, goes = nodes.add_node(**NODE), nodes.add_node(**NODE)
    out = tmp_path / "out"
    with running(project, handed_in, out, nodes) as process:
        has_graded(process, out, 1)
        nodes.remove_node(goes, allow_graceful=False)
        comes = nodes.add_node(**NODE)
        said, _ = process.communicate()
    for node in (stays, comes):
        nodes.remove_node(node)
    assert process.returncode == 0, said
    assert "was lost: what it was grading is graded elsewhere" in said
    assert "joined: it grades 1 at a time" in said
    assert written(out) == on_one_machine


def test_a_driver_that_was_killed_goes_on_and_grades_nothing_twice(project, handed_in, on_one_machine, nodes, tmp_path):
    node = nodes.add_node(**NODE)
    out = tmp_path / "out"
    with running(project, handed_in, out, nodes) as process:
        has_graded(process, out, 3)
        process.kill()
    before = gradings(out)
    with running(project, handed_in, out, nodes) as process:
        said, _ = process.communicate()
    nodes.remove_node(node)
    assert process.returncode == 0, said
    assert f"12 graded, {len(before)} of them before" in said
    assert gradings(out) == dict.fromkeys(STUDENTS, 1)
    assert rows(out, "PRAGMA integrity_check") == [("ok",)]
    assert (out / STORE).exists()
    assert written(out) == on_one_machine


@pytest.fixture
def driver(nodes, monkeypatch):
    """Connects this process to the cluster, with machines that do what a test says."""
    monkeypatch.setenv("RAY_ADDRESS", nodes.address)
    with contextlib.ExitStack() as started:
        yield lambda machine: started.enter_context(cluster.Engine(machine))


def test_a_submission_that_loses_three_machines_is_named_and_the_others_are_graded(project, nodes, driver, handed_in):
    class Machine:  # in a function, so that Ray hands it over whole
        def begin(self, package, jobs):
            return {"machine": "a", "jobs": jobs}

        def grade(self, submission):
            if submission.name == "ends-it":
                os._exit(1)
            return {"graded": submission.name}

        def close(self):
            pass

    files = load(project.assignment).files
    given = [open_submission(handed_in / STUDENTS[0], files, name=name) for name in ("ends-it", "one", "two")]
    node = nodes.add_node(**NODE)
    engine = driver(Machine)
    engine.prepare(plan_for(project))
    found = {submission.name: results for submission, results in engine.grade_all(given)}
    nodes.remove_node(node)
    assert found["ends-it"] == {"failed": "3 machines were lost while they graded it"}
    assert [found[name] for name in ("one", "two")] == [{"graded": "one"}, {"graded": "two"}]


def test_a_cluster_without_a_machine_that_can_grade_is_said_in_a_line(project, nodes, driver, monkeypatch):
    monkeypatch.setattr(cluster, "JOIN_SECONDS", 2.0)
    with pytest.raises(EngineError, match="no machine of the cluster can grade: none had a processor to spare in time"):
        driver(cluster_node.Node).prepare(plan_for(project))


def test_a_machine_that_cannot_grade_says_why(project, nodes, driver):
    class Machine:
        def begin(self, package, jobs):
            return {"machine": "a", "failed": "it is too old"}

    node = nodes.add_node(**NODE)
    with pytest.raises(EngineError, match=r"no machine of the cluster can grade: .* grades nothing: it is too old"):
        driver(Machine).prepare(plan_for(project))
    nodes.remove_node(node)


def test_a_cluster_that_is_not_there_is_said_in_a_line(project, handed_in, tmp_path):
    done = subprocess.run(
        command(project, handed_in, tmp_path / "out", "--engine", "ray"),
        cwd=project.root,
        env={**os.environ, "RAY_ADDRESS": "127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "autograder: there is no cluster of Ray's to use at 127.0.0.1:9 (RAY_ADDRESS)" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("mode", "advice"), [(None, True), ("disabled", True), ("token", False)])
def test_a_cluster_that_lets_nobody_in_without_a_token_is_said_in_a_line(monkeypatch, mode, advice):
    def init(**_):
        raise ConnectionError("Failed to connect to Ray cluster\n\nat 10.0.0.7")

    monkeypatch.setattr("ray.init", init)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    if mode is None:
        monkeypatch.delenv("RAY_AUTH_MODE", raising=False)
    else:
        monkeypatch.setenv("RAY_AUTH_MODE", mode)
    with pytest.raises(EngineError, match=r"^there is no cluster .* on this machine: at 10\.0\.0\.7") as failed:
        cluster.Engine()
    assert ("set RAY_AUTH_MODE=token here, too" in str(failed.value)) == advice


def test_without_ray_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineError, match=r"pip install 'autograder\[cluster\]'"):
        cluster.Engine()


# One machine of it


def plan_for(project, **changes):
    wanted = {"data": None, "profile": None, "confined": True, "jobs": None, "count": 100, **changes}
    return Plan(project=project, assignment=load(project.assignment), **wanted)


@pytest.fixture
def node():
    made = cluster_node.Node()
    yield made
    made.close()


def test_a_machine_grades_with_what_it_is_handed(project, handed_in, node):
    package = cluster_node.packed(plan_for(project))
    assert node.begin(package, 1)["jobs"] == 1
    found = node.grade(open_submission(handed_in / STUDENTS[1], ["signals.py", "pieces.py"]))
    assert {entry["state"] for entry in found["tests"]} == {"done"}


def test_a_machine_with_another_version_grades_nothing(project, node):
    package = cluster_node.packed(plan_for(project))
    other = cluster_node.Package(**{**vars(package), "version": "0" * 64})
    assert "another version of autograder, Python, torch" in node.begin(other, 1)["failed"]


def test_where_a_submission_could_read_what_the_command_grades_with_nothing_is_graded(project, node):
    # The machine may be the command's own, or share its folders: the lab is not only where it was unpacked.
    package = cluster_node.packed(plan_for(project, secrets=(Path("/usr/lib"),)))
    failed = node.begin(package, 1)["failed"]
    assert failed.startswith("a submission could read")
    assert f" or {project.solutions} or /usr/lib: " in failed


def test_what_a_machine_was_handed_is_for_nobody_else_and_does_not_stay(project):
    node = cluster_node.Node()
    node.begin(cluster_node.packed(plan_for(project)), 1)
    folder = node._scratch.path
    assert (folder / "solutions" / "tiny" / "signals.py").exists()
    assert folder.stat().st_mode & 0o077 == 0
    node.close()
    assert not folder.exists()


def machine(*, alive=True, **resources):
    return {"NodeID": "a", "Alive": alive, "Resources": {"memory": float(64 << 30), **resources}}


@pytest.mark.parametrize(
    ("described", "gpu", "jobs"),
    [
        (machine(CPU=4.0), False, [4]),
        (machine(CPU=4.0, memory=float(2 << 30)), False, [4]),
        (machine(CPU=4.0, memory=float(1 << 30)), False, [2]),
        (machine(), False, []),
        (machine(CPU=4.0, alive=False), False, []),
        (machine(CPU=4.0), True, []),
        (machine(CPU=16.0, GPU=2.0), True, [8, 8]),
        (machine(CPU=1.0, GPU=2.0), True, []),
    ],
    ids=[
        "a job each",
        "with memory",
        "short of memory",
        "a head",
        "gone",
        "no GPU",
        "two GPUs",
        "too few cores",
    ],
)
def test_a_machine_is_shared_out(project, described, gpu, jobs):
    found = cluster.shares_of(described, plan_for(project), gpu=gpu)
    assert [share.jobs for share in found] == jobs
    assert [share.part for share in found] == list(range(len(jobs)))


def test_fewer_at_once_can_be_asked_for(project):
    (share,) = cluster.shares_of(machine(CPU=16.0), plan_for(project, jobs=3), gpu=False)
    assert share.jobs == 3
