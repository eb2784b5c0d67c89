"""Starts programs in a session of their own that write forged results a second later."""

import multiprocessing
import os
import subprocess
import sys

SHELL = "exec -a autograder-atk sh -c 'sleep 1; echo autograder-attack > /tmp/autograder-attack.json' &"
PYTHON = (
    "import time, pathlib; time.sleep(1); pathlib.Path('/tmp/autograder-attack.json').write_text('autograder-attack')"
)


def _later(number):
    os.system(SHELL)


def _try(action):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)


for words in (["bash", "-c", SHELL], [sys.executable, "-c", PYTHON], ["nohup", "sh", "-c", SHELL], ["at", "now"]):
    _try(lambda words=words: subprocess.Popen(words, start_new_session=True))
    _try(lambda words=words: subprocess.run(words, check=False, timeout=0.2))
    _try(lambda words=words: os.posix_spawnp(words[0], words, os.environ))
    _try(lambda words=words: os.spawnvp(os.P_NOWAIT, words[0], words))
_try(lambda: os.system(SHELL))
_try(lambda: os.popen(SHELL))
for method in ("fork", "spawn", "forkserver"):
    _try(
        lambda method=method: multiprocessing.get_context(method).Process(target=_later, args=(1,), daemon=True).start()
    )
