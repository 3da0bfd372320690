#!/usr/bin/env python3
"""Whole runs of the plan pipeline: one document of 70 KB from process start to exit, and 1,000 of them.

usage: whole-run.py TEXTMILL PLAN-PAGE [DOCUMENT]

The document is the middle of the example page, repeated with other numbers up to 70 KB, unless one is
given. Prints a table; nothing is asserted, because time depends on the machine.
"""

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import given

SIZE = 70_000
RUNS = 30
CORPUS = 1000
TERMS = 2000


def make_document(page):
    """@page with its chapters repeated and renumbered until it has SIZE bytes."""
    text = page.read_text(encoding="utf-8")
    begin, end = text.index("第九章"), text.index("(图片来源")
    body, numbers = text[begin:end], "九十百千"
    parts, size = [text[:begin]], len(text.encode())
    for round_ in range(100):
        if size >= SIZE:
            break
        part = body.replace("2025", str(2025 + round_)).replace("第九章", f"第{numbers[round_ % 4]}章")
        parts.append(part)
        size += len(part.encode())
    return "".join(parts) + text[end:]


def make_dictionary(text, count, energy):
    """@count terms: those of the file @energy, and others of two to five characters, few of which occur."""
    rng = random.Random(7)
    terms = {line.split("\t")[0] for line in energy.read_text(encoding="utf-8").splitlines()
             if line.strip() and not line.startswith("#")}
    han = [char for char in text if "一" <= char <= "鿿"]
    while len(terms) < count:
        terms.add("".join(rng.choice(han) for _ in range(rng.randint(2, 5))))
    return "".join(f"{term}\tterms/{index % 50}\n" for index, term in enumerate(sorted(terms)))


PIPELINE = """textmill: 1
steps:
  - use: cleanup
    with: { boilerplate: [zh-news] }
  - use: sections
    with: { scheme: zh-plan }
  - use: tags
    with: { dictionary: terms.tsv }
"""


def measure(command, folder):
    """(seconds, peak resident bytes), the latter from GNU time, or None where it is not installed."""
    begin = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    seconds = time.perf_counter() - begin
    gnu_time = shutil.which("time")
    if not gnu_time:
        return seconds, None
    # A child of Python would count Python's own memory; one of time does not.
    result = subprocess.run([gnu_time, "-f", "%M", *command], cwd=folder, capture_output=True,
                            text=True, check=True)
    return seconds, int(result.stderr.split()[-1]) * 1024


def one_document(textmill, folder, name, arguments):
    runs = [measure([textmill, *arguments], folder) for _ in range(RUNS)]
    times = sorted(seconds * 1e3 for seconds, _ in runs)
    peaks = [peak for _, peak in runs if peak]
    memory = f"{max(peaks) / 1e6:8.1f} MB" if peaks else "       ?"
    print(f"{name:32} {statistics.median(times):8.1f} ms {times[0]:8.1f} ms {memory}")


def corpus(textmill, folder, jobs, size):
    command = [textmill, "run", "json.yaml", "corpus", "-o", f"out-{jobs}", "-j", str(jobs), "--stats"]
    begin = time.perf_counter()
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - begin
    print(f"\n$ textmill {' '.join(command[1:])}")
    print(result.stderr, end="")
    print(f"{size * CORPUS / 1e6 / seconds:.0f} MB/s from start to exit")


def main(textmill, page, document=None):
    text = Path(document).read_text(encoding="utf-8") if document else make_document(Path(page))
    size = len(text.encode())
    energy = Path(page).resolve().parents[1] / "energy.tsv"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "terms.tsv").write_text(make_dictionary(text, TERMS, energy), encoding="utf-8")
        (folder / "json.yaml").write_text(PIPELINE + "  - use: json\n", encoding="utf-8")
        (folder / "script.yaml").write_text(
            PIPELINE + "  - script: indicators.lua\n  - use: json\n  - use: markdown\n  - use: csv\n",
            encoding="utf-8")
        (folder / "read.yaml").write_text("textmill: 1\nsteps:\n  - use: text\n", encoding="utf-8")
        (folder / "page.txt").write_text(text, encoding="utf-8")
        print(f"{f'one document of {size} bytes':32} {'median':>11} {'fastest':>11} {'memory':>11}")
        one_document(textmill, folder, "textmill --version", ["--version"])
        one_document(textmill, folder, "check: set-up alone", ["check", "json.yaml"])
        for pipeline in ("read.yaml", "json.yaml", "script.yaml"):
            one_document(textmill, folder, f"run {pipeline}",
                         ["run", pipeline, "page.txt", "-o", "out", "-q"])
        (folder / "corpus").mkdir()
        for number in range(CORPUS):
            (folder / "corpus" / f"{number:04}.txt").write_text(text, encoding="utf-8")
        for jobs in (1, 2):
            corpus(textmill, folder, jobs, size)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(given.program(sys.argv[1]), *map(given.file, sys.argv[2:]))
