#!/usr/bin/env python3
"""What STYLE asks of every file and a machine can see. A test point a rule."""

import re

import tap

LONGEST = 500
SOURCES = (".c", ".h", ".lua", ".py", ".bats", ".sh")
TEXTS = (*SOURCES, ".md", ".yaml", ".build", ".tsv")
RULES = {
    "no goto": ((".c", ".h"), re.compile(r"^\s*goto\s+\w+;")),
    "nothing left for later": (SOURCES, re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")),
    "no tabs or trailing blanks": (SOURCES, re.compile(r"\t|[ \t]+$")),
    "no path of a machine": (TEXTS, re.compile(r"(^|[^\w.])/(work|farm|root|home/\w+)/")),
}


def lines(*suffixes):
    for path in tap.files(*suffixes):
        if path.as_posix().startswith("tests/data/"):
            continue
        text = (tap.ROOT / path).read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            yield path, number, line


def long_files():
    for path in tap.files(*SOURCES):
        length = len((tap.ROOT / path).read_text(encoding="utf-8").splitlines())
        if length > LONGEST:
            yield f"{path}: {length} lines; split it by concept"


def forgotten_tests():
    """Files of tests that the meson.build beside them does not name, so that nobody runs them."""
    for path in tap.files(".bats", ".c"):
        if path.suffix == ".c" and not path.name.startswith("test-"):
            continue
        build = tap.ROOT / path.parent / "meson.build"
        names = {path.name, path.stem, path.stem.removeprefix("test-")}
        if build.exists() and not any(f"'{name}'" in build.read_text(encoding="utf-8") for name in names):
            yield f"{path}: no test in the meson.build beside it names this file"


def main():
    points = [(f"no file over {LONGEST} lines", list(long_files())),
              ("every file of tests is run", list(forgotten_tests()))]
    for name, (suffixes, pattern) in RULES.items():
        points.append((name, [f"{path}:{number}: {line.strip()}"
                              for path, number, line in lines(*suffixes) if pattern.search(line)]))
    tap.report(points)


if __name__ == "__main__":
    main()
