"""Builds the image of a lab's zip and grades samples in it, as Gradescope does: `python tests/gradescope_image.py`.

Needs root, debootstrap and what apt and pip are set up for here; takes minutes. The system is Ubuntu 22.04 where apt
knows it, else this machine's own Debian. It has its own files, its own /proc, and what a container leaves of root's
rights (attacks/container.py); the kernel, processes and network are the machine's. A line of JSON is printed for each
sample, and the status is 0 where every results file is valid and the complete sample has every point.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jsonschema

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SCHEMA = json.loads((HERE / "schema" / "results.schema.json").read_text())
CONTAINER = HERE / "attacks" / "container.py"
LIKE_GRADESCOPES = "jammy"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
METADATA = {"id": 1, "created_at": "2026-04-06T14:00:00-07:00", "users": [], "previous_submissions": []}


def main(arguments: list[str]) -> int:
    """Build, grade, report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lab", default="cnn")
    parser.add_argument("--work", type=Path, help="a folder to keep the base system and the image in")
    parser.add_argument("--again", action="store_true", help="grade in the image that --work holds already")
    parser.add_argument("--only", help="grade only this sample")
    options = parser.parse_args(arguments)
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("gradescope_image.py: needs root and debootstrap (apt-get install debootstrap)", file=sys.stderr)
        return 2
    if os.environ.get("IN_OWN_MOUNTS") == "1":
        return build_and_grade(options.work.resolve(), options)
    # Mounts end with the process below. What it leaves is removed here, where nothing is mounted in it: there, the
    # machine's own devices would go with the image.
    with tempfile.TemporaryDirectory(prefix="autograder-image-") as name:
        command = ["unshare", "--mount", sys.executable, str(Path(__file__).resolve()), *arguments]
        command += ["--work", name] if options.work is None else []
        return subprocess.run(command, env={**os.environ, "IN_OWN_MOUNTS": "1"}, check=False).returncode


def build_and_grade(work: Path, options: argparse.Namespace) -> int:
    """Do what is asked for, with mounts of its own; return the status."""
    image = work / "image"
    if not options.again:
        prepare(work, image)
    settings = enter(image)
    if not options.again:
        build(options.lab, image, settings)
    return grade(options.lab, image, settings, options.only)


def prepare(work: Path, image: Path) -> None:
    """Make a base system, and a copy of it for the image."""
    base = work / "base"
    if not (base / "etc" / "os-release").exists():
        suite, mirror = distribution()
        say(f"debootstrap {suite}")
        work.mkdir(parents=True, exist_ok=True)
        run(["debootstrap", "--variant=minbase", "--include=ca-certificates", suite, str(base), mirror], quiet=True)
    shutil.rmtree(image, ignore_errors=True)
    run(["cp", "-a", str(base), str(image)])


def distribution() -> tuple[str, str]:
    """Return the suite and the mirror to take it from, of those that apt is set up for."""
    form = "$(CODENAME) $(COMPONENT) $(SITE)"
    found = subprocess.run(["apt-get", "indextargets", "--format", form], capture_output=True, text=True, check=True)
    rows = [line.split() for line in found.stdout.splitlines()]
    mirrors = {row[0]: row[2] for row in reversed(rows) if len(row) == 3 and row[1] == "main" and "-" not in row[0]}
    own = dict(line.partition("=")[::2] for line in Path("/etc/os-release").read_text().splitlines())
    for suite in (LIKE_GRADESCOPES, own.get("VERSION_CODENAME", "").strip('"')):
        if suite in mirrors:
            return suite, mirrors[suite]
    raise SystemExit("gradescope_image.py: apt is set up for no system that this could build")


def enter(image: Path) -> dict[str, str]:
    """Mount what a system needs below the image, and pip's local sources; return the environment for it."""
    run(["mount", "--make-rprivate", "/"])
    run(["mount", "-t", "proc", "proc", str(image / "proc")])
    run(["mount", "--rbind", "/dev", str(image / "dev")])
    shutil.copy("/etc/resolv.conf", image / "etc" / "resolv.conf")
    shutil.copy(CERTIFICATES, image / CERTIFICATES.relative_to("/"))
    settings = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C"}
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True)
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        settings["PIP_" + name.rpartition(".")[2].upper().replace("-", "_")] = shlex.split(value)[0]
    for word in " ".join(settings.values()).split():
        local = Path(unquote(urlsplit(word).path)) if word.startswith(("file://", "/")) else None
        if local is not None and local.is_dir() and local.parts[1:2] == ("opt",):
            # With what an index of files refers to beside it.
            local = local.parent if word.startswith("file://") else local
            (image / local.relative_to("/")).mkdir(parents=True, exist_ok=True)
            run(["mount", "--bind", str(local), str(image / local.relative_to("/"))])
    return settings


def build(lab: str, image: Path, settings: dict[str, str]) -> None:
    """Make the zip, unpack it where Gradescope does, and run `setup.sh`."""
    folder = image / "autograder"
    out = folder.parent / "tmp" / "zip"
    release = [sys.executable, "-m", "autograder", "release", lab, "--to", "gradescope", "--out", str(out)]
    run(release, cwd=ROOT)
    run([sys.executable, "-m", "zipfile", "-e", str(out / f"{lab}.zip"), str(folder / "source")])
    for script in ("run_autograder", "setup.sh"):  # as Gradescope does, whatever the modes
        (folder / "source" / script).chmod(0o755)
    shutil.copy2(folder / "source" / "run_autograder", folder / "run_autograder")
    for name in ("submission", "results"):
        (folder / name).mkdir()
    began = time.monotonic()
    inside(image, settings, "/autograder/source/setup.sh")
    say(f"built in {time.monotonic() - began:.0f} s")


def grade(lab: str, image: Path, settings: dict[str, str], only: str | None) -> int:
    """Grade every sample of the lab; return whether all went as it must."""
    folder = image / "autograder"
    right = True
    for sample in sorted((ROOT / "assignments" / lab / "samples").iterdir()):
        if only not in (None, sample.name):
            continue
        for name in ("submission", "results"):
            shutil.rmtree(folder / name)
            (folder / name).mkdir()
        shutil.copytree(sample, folder / "submission", dirs_exist_ok=True)
        (folder / "submission_metadata.json").write_text(json.dumps(METADATA))
        began = time.monotonic()
        inside(image, settings, "/autograder/run_autograder")
        found = json.loads((folder / "results" / "results.json").read_text())
        jsonschema.validate(found, SCHEMA)
        tests = found.get("tests", [])
        worth = sum(test.get("max_score", 0) for test in tests)
        points = found.get("score", sum(test.get("score", 0) for test in tests))
        right = right and bool(tests) and (sample.name != "complete" or points == worth)
        line = {"sample": sample.name, "points": points, "of": worth, "seconds": round(time.monotonic() - began, 1)}
        extra = found["extra_data"]
        print(json.dumps({**line, "layers": extra.get("layers"), "leaderboard": found.get("leaderboard")}), flush=True)
    return 0 if right else 1


def inside(image: Path, settings: dict[str, str], script: str) -> None:
    """Run a script of the image with the rights of a container's root."""
    command = [sys.executable, str(CONTAINER), "chroot", str(image), script]
    run(command, env=settings)


def run(command: list[str], *, quiet: bool = False, **options: object) -> None:
    """Run a command; end with its status where it fails."""
    done = subprocess.run(command, stdout=subprocess.DEVNULL if quiet else None, check=False, **options)
    if done.returncode != 0:
        raise SystemExit(f"gradescope_image.py: {shlex.join(command)} ended with status {done.returncode}")


def say(message: str) -> None:
    """Print a line, at once."""
    print(f"gradescope_image.py: {message}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
