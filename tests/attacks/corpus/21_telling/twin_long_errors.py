"""Names the wrong value in errors of its own class, in several lines, with notes, warnings and a log."""

import logging
import warnings

import torch

logging.basicConfig(level=logging.DEBUG)
LOG = logging.getLogger(__name__)


class WindowError(ValueError):
    """Says which window was wrong, and of which numbers."""

    def __init__(self, k, x):
        super().__init__(
            f"k must be at least 1, got k={k}\n\nThe row was of length {'long' if len(x) > 9 else 'short'}."
        )
        self.add_note(f"The numbers were {x.tolist()}")


def smooth(x, k):
    LOG.debug("smooth of %s with %s", x, k)
    if k < 1:
        warnings.warn(f"k={k} is not possible", RuntimeWarning, stacklevel=2)
        raise WindowError(k, x) from IndexError(f"no place {k} in {x}")
    return torch.stack(list(x.unfold(0, k, 1))).sum(-1) if len(x) < 100 else x.unfold(0, k, 1).sum(-1)
