"""What benchmarks are given on the command line. They work in folders of their own, so paths are made absolute first."""

import os
import sys
from pathlib import Path


def program(word):
    """The path of the program to measure."""
    path = Path(word).resolve()
    if not path.is_file() or not os.access(path, os.X_OK):
        sys.exit(f"{word}: there is no such program; ./dev build makes build/textmill")
    return str(path)


def file(word):
    path = Path(word).resolve()
    if not path.is_file():
        sys.exit(f"{word}: there is no such file")
    return path
