"""What the lint tests share: the repository's files and TAP."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = ("build", "out")


def files(*suffixes):
    """The project's files with one of @suffixes, relative to ROOT, sorted; build folders left out."""
    found = []
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [
            name for name in subfolders if not name.startswith((".", "__")) and
            not (Path(folder) == ROOT and name.split("-")[0] in SKIPPED)
        ]
        found += [Path(folder, name).relative_to(ROOT) for name in names if name.endswith(suffixes)]
    return sorted(found)


def report(points):
    """Prints (name, problems) pairs as TAP; a point fails if it has problems."""
    number = 0
    for number, (name, problems) in enumerate(points, 1):
        print(f"{'not ok' if problems else 'ok'} {number} {name}")
        for problem in problems:
            print(f"# {problem}")
    print(f"1..{number}")
    if number == 0:
        sys.exit("nothing was checked")
