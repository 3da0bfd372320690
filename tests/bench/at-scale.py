#!/usr/bin/env python3
"""What many short records cost beyond their steps, and whether memory stays flat.

usage: at-scale.py TEXTMILL [COUNT...]      (default: 1000 100000; 1000000 takes a few minutes)

For each COUNT of JSON lines of 1 KB, with one worker: processor time a record of all processes, that of the steps
(reading the record included), the difference; the peak memory of each kind of process; and --resume of the finished run. The last line
has cleanup between, and compares the wall time with that of its slowest step. Results in memory if there is /dev/shm.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import corpus  # noqa: E402


def cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def watch(parent, peaks, done):
    """Notes the peak memory of @parent and its children, by the names they have."""
    while not done.wait(0.02):
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
        except OSError:
            return
        for pid in [str(parent), *children]:
            try:
                status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
            except OSError:
                continue
            name, peak = re.search(r"Name:\s+(\S+)", status), re.search(r"VmHWM:\s+(\d+)", status)
            if name and peak:
                peaks[name[1]] = max(peaks.get(name[1], 0), int(peak[1]))


def run(textmill, top, plan, *options):
    """Wall and processor seconds, peaks in KB, and the steps' statistics."""
    peaks, done = {}, threading.Event()
    begin, worked = time.perf_counter(), cpu()
    process = subprocess.Popen([textmill, "run", plan, "records.jsonl", "-o", "out", "-j1", "-q", "--stats-json", "stats.json", *options], cwd=top)
    watcher = threading.Thread(target=watch, args=(process.pid, peaks, done))
    watcher.start()
    if process.wait() != 0:
        sys.exit("the run failed")
    wall = time.perf_counter() - begin
    done.set()
    watcher.join()
    stats = json.loads((top / "stats.json").read_text(encoding="utf-8"))
    return wall, cpu() - worked, peaks, stats


def find_times(stats):
    """Nanoseconds in each step, and in reading."""
    steps = list(stats["steps"]) + [stats["reading"]] * isinstance(stats.get("reading"), dict)
    return {step["id"]: step["nanoseconds"] for step in steps if "nanoseconds" in step}


def main(textmill, counts):
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        top = Path(name)
        (top / "lines.yaml").write_text("textmill: 1\nsteps:\n  - use: jsonl\n", encoding="utf-8")
        (top / "clean.yaml").write_text("textmill: 1\nsteps:\n  - use: cleanup\n  - use: jsonl\n", encoding="utf-8")
        print(f"{'records':>9}{'CPU us':>8}{'steps':>7}{'rest':>6}{'wall us':>9}{'resume s':>10}  peak memory, KB")
        for count in counts:
            corpus.write_records(count, top / "records.jsonl")
            wall, worked, peaks, stats = run(textmill, top, "lines.yaml")
            own = sum(find_times(stats).values()) / 1e3 / count
            again = run(textmill, top, "lines.yaml", "--resume")[0]
            print(f"{count:>9}{worked / count * 1e6:>8.1f}{own:>7.1f}{worked / count * 1e6 - own:>6.1f}{wall / count * 1e6:>9.1f}{again:>10.2f}  "
                  + " ".join(f"{kind.removeprefix('textmill-')} {peak}" for kind, peak in sorted(peaks.items())))
        wall, _, _, stats = run(textmill, top, "clean.yaml")
        slowest = max(find_times(stats).items(), key=lambda item: item[1])
        print(f"with cleanup: {slowest[1] / 1e9 / wall:.2f} of the speed of its slowest step alone ({slowest[0]})")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], [int(word) for word in sys.argv[2:]] or [1000, 100_000])
