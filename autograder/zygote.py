"""The clean ancestor: imports torch once, knows no secret, runs no student code, and forks everything else.

It forks the graders' ancestor first, which then loads tests and references on its own, and after that a worker
whenever a grader asks for one.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Any

from autograder.channel import Channel
from autograder.worker import seccomp, syscalls

PR_SET_CHILD_SUBREAPER = 36


def main(control: int, secret: int) -> None:
    """Import torch, fork the graders' ancestor, then serve jobs until the driver's channel closes.

    Args:
        control: The descriptor of the driver's channel to the zygote.
        secret: That of the channel to the graders' ancestor; this process never reads from it.
    """
    os.umask(0o077)
    _adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the driver, which then closes its channel
    import torch  # noqa: PLC0415 - the one import that takes seconds, once

    torch.set_num_threads(1)  # a pool of threads does not survive a fork: a child that used it would wait for ever
    torch.randn(2)  # torch reads /proc/cpuinfo at its first operation; a worker could not
    from autograder import jobs  # noqa: F401, PLC0415 - with the workers' code, loaded before they fork
    from autograder.forking import exit_after  # noqa: PLC0415 - it loads torch

    channel = Channel.from_descriptor(control)
    setup = channel.receive()
    if setup is None:
        return
    if setup[0]["figures"]:
        import matplotlib.pyplot  # noqa: F401, ICN001, PLC0415 - half a second, and a list of fonts that a worker could not read
    if setup[0]["optimisers"]:
        _make_an_optimiser()
    if setup[0]["warm"]:
        gc.collect()
    gc.freeze()  # the collector would touch, and so copy, every page that the forks share
    graders = os.fork()
    if graders == 0:
        channel.close()
        from autograder.grader import ancestor  # noqa: PLC0415 - the secrets' side; never imported in this process

        exit_after(lambda: ancestor.main(Channel.from_descriptor(secret)))
    os.close(secret)
    exit_after(lambda: _serve(channel, graders, setup[0]))


def _serve(channel: Channel, graders: int, setup: dict[str, Any]) -> None:
    from autograder.jobs import Jobs  # noqa: PLC0415 - loaded by now
    from autograder.worker.library import Folders  # noqa: PLC0415 - likewise
    from autograder.worker.main import Place  # noqa: PLC0415 - likewise

    try:
        libraries = Folders()
        if setup["uid"] is not None:
            libraries.reroute_for(setup["uid"])
        if (architecture := syscalls.architecture()) is not None:
            seccomp.prepare(architecture)
        jobs = Jobs(channel, Place(setup["lab"], libraries))
        if setup["warm"]:
            jobs.prepare(setup["forbids"])
        jobs.serve()
    finally:
        channel.close()  # a job that was sent and not yet read would keep its grader waiting, and that one this process
        os.kill(graders, signal.SIGTERM)
        os.waitpid(graders, 0)


def _make_an_optimiser() -> None:
    """Load what torch loads with the first optimiser: 800 modules.

    Forks that need it would each pay a second; those that do not, copy and free the pages of a quarter more memory.
    """
    import torch  # noqa: PLC0415 - loaded by now

    torch.optim.Adam([torch.nn.Parameter(torch.zeros(1))])


def _adopt_orphans() -> None:
    """Become the parent of what a worker's processes leave behind, so that it can be waited for."""
    if sys.platform == "linux":
        syscalls.prctl(PR_SET_CHILD_SUBREAPER, 1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
