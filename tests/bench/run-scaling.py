#!/usr/bin/env python3
"""What the runner costs: a small document's share of handing out and writing, and two workers against one.

usage: run-scaling.py TEXTMILL

20,000 documents of 1 KB, whose pipeline only reads and writes lines, so that nearly all of the time is the
runner's; 1,500 of 70 KB through steps that take little (cleanup, sections, jsonl); and 300 of 70 KB, the
example page again and again, through examples/plan.yaml. Each
figure is the best of several runs, in turns, results in memory if there is /dev/shm. Beside two workers stand two runs
at once that share nothing (--in-process), against one: what the machine's processors give at most. Nothing is asserted:
look at the ratios of one run.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import given

RUNS = 5
SOURCE = Path(__file__).resolve().parents[2]
LINES = "textmill: 1\nsteps:\n  - use: jsonl\n"
LIGHT = "textmill: 1\nsteps:\n  - use: cleanup\n  - use: sections\n    with: { scheme: zh-plan }\n  - use: jsonl\n"


def make_documents(folder, count, size):
    """@count files of about @size bytes each, of chapters, sections and sentences."""
    rng = random.Random(7)
    words = ["".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(rng.randint(2, 4))) for _ in range(500)]
    lines = ["第一章 " + rng.choice(words)]
    while sum(len(line.encode()) + 1 for line in lines) < size:
        lines.append("".join(rng.choices(words, k=40)) + "。")
        if len(lines) % 20 == 0:
            lines.append(f"第{len(lines) // 20}节 " + rng.choice(words))
    text = "\n".join(lines).encode()[:size].decode("utf-8", "ignore")
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(f"{number}\n{text}\n", encoding="utf-8")


def cpu():
    """Seconds of processor time of all children so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(textmill, pipeline, documents, outputs, *options):
    """Wall and processor time of runs at once, one for each of @outputs."""
    begin, worked = time.perf_counter(), cpu()
    runs = [subprocess.Popen([textmill, "run", pipeline, documents, "-o", output, "-q", *options]) for output in outputs]
    if any([process.wait() for process in runs]):
        sys.exit("a run failed")
    return time.perf_counter() - begin, cpu() - worked


def measure(textmill, pipeline, documents, top):
    """The best wall time and the least processor time of each kind of run."""
    kinds = {"-j1": (["out"], "-j1"), "-j2": (["out"], "-j2"), "one": (["out"], "--in-process"), "both": (["out", "other"], "--in-process")}
    found = {kind: [] for kind in kinds}
    for _ in range(RUNS):
        for kind, (outputs, option) in kinds.items():
            found[kind].append(run(textmill, pipeline, documents, [top / output for output in outputs], option))
    return {kind: tuple(map(min, zip(*times))) for kind, times in found.items()}


def make_pages(folder, count, size):
    """@count files of @size bytes, made of the example page."""
    page = (SOURCE / "examples/documents/plan-page.txt").read_text(encoding="utf-8")
    text = (page * (size // len(page.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(f"{number}\n{text}\n", encoding="utf-8")


def main(textmill):
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        top = Path(name)
        (top / "lines.yaml").write_text(LINES, encoding="utf-8")
        (top / "light.yaml").write_text(LIGHT, encoding="utf-8")
        make_documents(top / "small", 20_000, 1_000)
        make_documents(top / "large", 1_500, 70_000)
        make_pages(top / "pages", 300, 70_000)
        print(f"{'documents':<14}{'-j':>4}{'seconds':>10}{'us each':>10}{'CPU us each':>13}{'MB/s':>8}")
        for title, plan, count, size in (("small", top / "lines.yaml", 20_000, 1e-3),
                                         ("large", top / "light.yaml", 1_500, 70e-3),
                                         ("pages", SOURCE / "examples/plan.yaml", 300, 70e-3)):
            times = measure(textmill, plan, top / title, top)
            for jobs in (1, 2):
                wall, work = times[f"-j{jobs}"]
                print(f"{count:>7} {title:<6}{jobs:>4}{wall:>10.3f}{wall / count * 1e6:>10.1f}"
                      f"{work / count * 1e6:>13.1f}{count * size / wall:>8.0f}")
            print(f"{title}: two workers are {times['-j1'][0] / times['-j2'][0]:.2f} times one; "
                  f"two runs that share nothing are {2 * times['one'][0] / times['both'][0]:.2f} times one")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(given.program(sys.argv[1]))
