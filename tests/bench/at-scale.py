#!/usr/bin/env python3
"""What many short records cost beyond their steps, and whether memory stays flat.

usage: at-scale.py TEXTMILL [COUNT...]      (default: 1000 100000; 1000000 takes a few minutes)

For each COUNT of JSON lines of 1 KB, with one worker: processor time a record of all processes, that of the steps
(reading the record included), the difference; the peak memory of each kind of process; and --resume of the finished run. The last lines
have cleanup between, by the clock, with one worker, with two, and with two into a pipe, beside cleanup alone (its own time) and JSON libraries alone: those for
which there is a bench-json-NAME beside this build's benchmarks. Results in memory if there is /dev/shm.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import corpus  # noqa: E402
import given

RUNS = 5  # of those of which the best counts


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
    if "--resume" not in options:
        shutil.rmtree(top / "out", ignore_errors=True)
    begin, worked = time.perf_counter(), cpu()
    process = subprocess.Popen([textmill, "run", plan, "records.jsonl", "-o", "out", "-q", "--stats-json", "stats.json", *options], cwd=top,
                               stdout=subprocess.DEVNULL)
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


def compare(textmill, top):
    """JSON lines, cleanup, JSON lines; and what each part does alone. All in MB/s of the file."""
    size = (top / "records.jsonl").stat().st_size / 1e6
    speeds = {}
    for way in ("-j1", "-j2", "-j2 -o -"):
        runs = [run(textmill, top, "clean.yaml", *way.split()) for _ in range(RUNS)]
        speeds[way] = size / min(wall for wall, _, _, _ in runs)
        alone = {"cleanup": size / min(find_times(stats)["cleanup"] for _, _, _, stats in runs) * 1e9}
    for program in sorted(Path(textmill).parent.glob("tests/bench/bench-json-*")):
        if program.is_file():
            alone[program.name.removeprefix("bench-json-")] = float(subprocess.check_output([program, top / "records.jsonl"]))
    print("lines, cleanup, lines: " + ", ".join(f"{speed:.0f} MB/s {way}" for way, speed in speeds.items()))
    for name, speed in alone.items():
        slower = min(speed, alone["cleanup"])
        print(f"{name} alone: {speed:.0f} MB/s" + "".join(f", {own / slower:.2f} of the slower of it and cleanup with {way}"
              for way, own in speeds.items() if name != "cleanup"))


def main(textmill, counts):
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        top = Path(name)
        (top / "lines.yaml").write_text("textmill: 1\nsteps:\n  - use: jsonl\n", encoding="utf-8")
        (top / "clean.yaml").write_text("textmill: 1\nsteps:\n  - use: cleanup\n  - use: jsonl\n", encoding="utf-8")
        print(f"{'records':>9}{'CPU us':>8}{'steps':>7}{'rest':>6}{'wall us':>9}{'resume s':>10}  peak memory, KB")
        for count in counts:
            corpus.write_records(count, top / "records.jsonl")
            wall, worked, peaks, stats = run(textmill, top, "lines.yaml", "-j1")
            own = sum(find_times(stats).values()) / 1e3 / count
            again = run(textmill, top, "lines.yaml", "-j1", "--resume")[0]
            print(f"{count:>9}{worked / count * 1e6:>8.1f}{own:>7.1f}{worked / count * 1e6 - own:>6.1f}{wall / count * 1e6:>9.1f}{again:>10.2f}  "
                  + " ".join(f"{kind.removeprefix('textmill-')} {peak}" for kind, peak in sorted(peaks.items())))
        compare(textmill, top)



if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(given.program(sys.argv[1]), [int(word) for word in sys.argv[2:]] or [1000, 100_000])
