"""Logs to a file, writes a table of what it computed, renames and removes files in its own folder."""

import csv
import logging
import os
from pathlib import Path

logging.basicConfig(filename="run.log", level=logging.DEBUG)
Path("tables").mkdir(exist_ok=True)


def smooth(x, k):
    if k < 1:
        logging.error("k is %s", k)
        raise ValueError(f"k must be at least 1, got k={k}")
    sums = x.unfold(0, k, 1).sum(dim=1)
    with Path("tables/new.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(enumerate(sums[:1000].tolist()))
    os.replace("tables/new.csv", "tables/sums.csv")
    logging.info("smoothed %d numbers", len(x))
    Path("latest.csv").unlink(missing_ok=True)
    Path("latest.csv").symlink_to("tables/sums.csv")
    return sums
