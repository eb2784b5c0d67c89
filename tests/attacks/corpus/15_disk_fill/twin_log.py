"""Logs every call to a file that is begun anew when it has grown."""

import logging
import logging.handlers

LOG = logging.getLogger("answers")
LOG.addHandler(logging.handlers.RotatingFileHandler("answers.log", maxBytes=10_000, backupCount=3))
LOG.setLevel(logging.DEBUG)


def parity(n):
    for line in range(300):
        LOG.debug("parity of %d, line %d", n, line)
    return n % 2 == 0
