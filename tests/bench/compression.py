#!/usr/bin/env python3
"""What compressing results costs: plain, .gz and .zst, one file for all and a file for each document.

usage: compression.py TEXTMILL

400 documents of 70 KB each as JSON lines and as text. Files of one document are compressed by workers, shared ones by
the parent. Of each run the best wall time and the least processor time of three; "compressing" is the processor
time beyond that of the plain run, by the bytes of content. Nothing is asserted: look at the ratios of one run.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import corpus  # noqa: E402

RUNS, COUNT = 3, 400
PLANS = {"one file": ("jsonl", "all.jsonl"), "a file each": ("json", "{dir}/{stem}.json")}


def cpu():
    """Seconds of processor time of all children so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(command):
    """The best wall time and the least processor time of a command."""
    walls, works = [], []
    for _ in range(RUNS):
        begin, worked = time.perf_counter(), cpu()
        subprocess.run(command, check=True)
        walls.append(time.perf_counter() - begin)
        works.append(cpu() - worked)
    return min(walls), min(works)


def main(textmill):
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        top = Path(name)
        corpus.write_files(COUNT, top / "in")
        print(f"{'results':<14}{'kind':<7}{'-j':>3}{'seconds':>9}{'CPU':>8}{'MB':>8}{'compressing MB/s':>18}")
        for title, (step, file) in PLANS.items():
            plain = {}
            for ending in ("", ".gz", ".zst"):
                (top / "plan.yaml").write_text(f'textmill: 1\nsteps:\n  - use: {step}\n    file: "{file}{ending}"\n', encoding="utf-8")
                if subprocess.run([textmill, "check", top / "plan.yaml"], capture_output=True, check=False).returncode:
                    continue  # built without that library
                for jobs in (1, 2):
                    wall, work = run([textmill, "run", top / "plan.yaml", top / "in", "-o", top / "out", f"-j{jobs}", "-q"])
                    size = sum(path.stat().st_size for path in (top / "out").rglob("*") if path.is_file() and "ledger" not in path.name)
                    plain.setdefault(jobs, (work, size))
                    rate = f"{plain[jobs][1] / 1e6 / max(work - plain[jobs][0], 1e-6):>18.0f}" if ending else ""
                    print(f"{title:<14}{ending or 'plain':<7}{jobs:>3}{wall:>9.3f}{work:>8.3f}{size / 1e6:>8.1f}{rate}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
