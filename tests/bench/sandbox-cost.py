#!/usr/bin/env python3
"""What it costs to confine workers: runs with and without a sandbox, in pairs.

usage: sandbox-cost.py TEXTMILL"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import given

PAIRS = 60
DOCUMENTS = 20000


def run(textmill, folder, *arguments):
    begin = time.perf_counter()
    subprocess.run([textmill, "run", "plan.yaml", *arguments, "-o", "-", "-q"],
                   cwd=folder, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def compare(textmill, folder, title, pairs, *arguments):
    times = {"off": [], "auto": []}
    for _ in range(pairs):
        for mode, list_of_times in times.items():
            list_of_times.append(run(textmill, folder, *arguments, "--sandbox", mode))
    for mode, list_of_times in times.items():
        print(f"{title}, --sandbox {mode}: fastest {min(list_of_times) * 1e3:.1f} ms, "
              f"median {statistics.median(list_of_times) * 1e3:.1f} ms")


def main(textmill):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.yaml").write_text("textmill: 1\nsteps:\n  - use: jsonl\n", encoding="utf-8")
        (folder / "in").mkdir()
        for i in range(DOCUMENTS):
            (folder / "in" / f"{i}.txt").write_text(f"Dear {i},\nthe pump is here.\n", encoding="utf-8")
        compare(textmill, folder, "one document", PAIRS, "in/0.txt")
        compare(textmill, folder, f"{DOCUMENTS} documents", 7, "in", "-j", "2")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(given.program(sys.argv[1]))
