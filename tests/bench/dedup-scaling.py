#!/usr/bin/env python3
"""dedup-scaling.py - time and memory of the step dedup, by the number of documents.

    dedup-scaling.py TEXTMILL [COUNT...]

Makes a corpus of COUNT documents of 60 random words as JSON lines, of which each tenth repeats the
one before it with one word changed, and runs it with and without dedup on two workers. Prints the
time per document that dedup adds, what it dropped, and the peak memory of the largest process.
"""
import json
import os
import random
import shutil
import sys
import tempfile
import time

import given

PIPELINE = "textmill: 1\nsteps:\n{dedup}  - use: jsonl\n"
DEDUP = "  - use: dedup\n    with: {{ memory: {memory} }}\n"
MEMORY = ["32M", "256M"]


def generate(path, count):
    rng = random.Random(count)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(rng.choices(letters, k=rng.randint(3, 9))) for _ in range(20000)]
    last = []
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            if number % 10 == 9:
                last[rng.randrange(len(last))] = f"changed{number}"
            else:
                last = rng.choices(words, k=60)
            out.write(json.dumps({"id": number, "text": " ".join(last)}) + "\n")


def run(program, folder, dedup):
    """Seconds, and the peak in MB."""
    pipeline = os.path.join(folder, "pipeline.yaml")
    with open(pipeline, "w", encoding="utf-8") as out:
        out.write(PIPELINE.format(dedup=dedup))
    shutil.rmtree(os.path.join(folder, "out"), ignore_errors=True)
    began = time.monotonic()
    child = os.posix_spawn(program, [program, "run", pipeline, os.path.join(folder, "corpus.jsonl"),
                                     "-o", os.path.join(folder, "out"), "-q", "-j", "2"], os.environ)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"dedup-scaling: the run failed with status {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - began, usage.ru_maxrss / 1024


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = given.program(sys.argv[1])
    counts = [int(count) for count in sys.argv[2:]] or [10000, 100000]
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
        print(f"{'documents':>10} {'memory':>7} {'dropped':>8} {'seconds':>8} {'added':>15} {'peak':>9}")
        for count in counts:
            generate(os.path.join(folder, "corpus.jsonl"), count)
            bare, peak = run(program, folder, "")
            print(f"{count:>10} {'none':>7} {'':>8} {bare:>8.1f} {'':>15} {peak:>6.0f} MB", flush=True)
            for memory in MEMORY:
                seconds, peak = run(program, folder, DEDUP.format(memory=memory))
                with open(os.path.join(folder, "out", "duplicates.jsonl"), encoding="utf-8") as rows:
                    dropped = sum(1 for _ in rows)
                added = (seconds - bare) / count * 1e6
                print(f"{count:>10} {memory:>7} {dropped:>8} {seconds:>8.1f} {added:>9.0f} us/doc {peak:>6.0f} MB", flush=True)


main()
