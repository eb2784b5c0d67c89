"""Coverage-guided fuzzing of what reads the frames that a worker writes.

Begins with valid frames, edits their headers (`mutations`), follows what reaches new lines of the decoder, and stops
with the input at the first one that does not end in a plain value or a WireError within the limits (`reading`).

    python tests/fuzz/decoder.py --runs 1000000
    python tests/fuzz/decoder.py build/fuzz/crash-...    # reads the given inputs once more, and nothing else
"""

from __future__ import annotations

import argparse
import atexit
import random
import resource
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["autograder.wire", "autograder.wire_decoder", "autograder.wire_values"]):
    from autograder import wire  # noqa: F401 - first of all, so that it is this import that is instrumented

import mutations
import reading
import seeds

MOST = 8192
"""The longest input, in bytes: enough for every kind of value, and for each limit to be reached by some."""

SECONDS = 120
"""An input that takes longer on the clock hangs; how long one may compute, `reading` says."""

SPARE = 1 << 29
"""Memory beyond what reading may take: the fuzzer's own, and what parsing a header takes for its length."""


def main() -> None:
    """Fuzz, or read inputs once more."""
    options = _options()
    warnings.simplefilter("error")  # a warning's text would be the reader's only word on a value that it took
    check = reading.Reading()
    for path in options.inputs:
        check.check(path.read_bytes())
        print(f"{path.name}: read or refused as it should be")
    if options.inputs:
        return
    options.out.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    atexit.register(lambda: _report(check, time.monotonic() - begun))
    frames = _frames()
    mutator = mutations.Mutator(frames)
    choice = random.Random(options.seed)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        choice.seed(seed)
        return mutator.mutate(choice, data, most)

    def cross(one: bytes, other: bytes, most: int, seed: int) -> bytes:
        choice.seed(seed)
        return mutator.crossed(choice, one, other, most)

    with tempfile.TemporaryDirectory() as corpus:
        for number, frame in enumerate(frames):
            for limits in range(len(reading.LIMITS)):
                (Path(corpus) / f"{number}-{limits}").write_bytes(bytes([limits]) + frame)
        arguments = [
            f"-atheris_runs={options.runs}",
            f"-seed={options.seed}",
            f"-max_len={MOST}",
            "-len_control=0",
            "-mutate_depth=1",  # one call of `mutate` for an input: it makes as many edits as it wants
            f"-timeout={SECONDS}",
            f"-artifact_prefix={options.out}/",
            corpus,
        ]
        atheris.Setup([sys.argv[0], *arguments], check.check, custom_mutator=mutate, custom_crossover=cross)
        _limit_memory()
        print(f"seed {options.seed}, {len(frames)} frames to begin with", flush=True)
        atheris.Fuzz()


def _frames() -> list[bytes]:
    """Return the frames to begin with, each of which is read."""
    check, frames = reading.Reading(), seeds.frames()
    for frame in frames:
        check.check(bytes([reading.USUAL]) + frame)
    if check.refused:
        sys.exit(f"{check.refused} of the frames to begin with are refused")
    return frames


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "inputs", nargs="*", type=Path, help="inputs to read once more, instead of looking for new ones"
    )
    parser.add_argument("--runs", type=int, default=1_000_000, help="how many inputs to try (%(default)s)")
    parser.add_argument("--seed", type=int, default=time.time_ns() % (1 << 31), help="the same seed, the same inputs")
    parser.add_argument(
        "--out", type=Path, default=Path("build/fuzz"), help="where a failing input is kept (%(default)s)"
    )
    return parser.parse_args()


def _limit_memory() -> None:
    """Let an allocation far beyond the limits fail, whoever asks for it."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + 2 * reading.MOST_BYTES + SPARE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _report(check: reading.Reading, seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)  # the fuzzer's, whose handler goes before the process does
    places = reading.places()
    reached = {place for place in places if check.sites[place]}
    runs = check.accepted + check.refused
    print(f"runs                {runs:,}")
    print(f"inputs a second     {runs / seconds:,.0f}")
    print(f"accepted            {check.accepted:,}")
    print(f"refused             {check.refused:,}")
    print(f"distinct refusals   {len(reached)} of {len(places)}")
    for (file, line), text in sorted(places.items()):
        if (file, line) not in reached:
            print(f"never reached       {Path(file).name}:{line}  {text}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
