#!/usr/bin/env python3
"""Runs that are killed, cut off or starved, gone on with, and compared with the undisturbed run byte by byte.

usage: faults.py TEXTMILL FAULT PART

FAULT is the library of fault.c. PART is one of the functions here and in power.py whose names begin with `check_`; prints
TAP. $FAULT_SEED chooses other random moments; $FAULT_KEEP is where the folder of a run that failed is copied to.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from place import (CLOCK, FATES, SEED, TEXTMILL, Failure, Place, corpus, expect, find_packing,
                   large_place, pack_place)
from power import check_power  # noqa: F401


def kill_at(place, good, moments):
    """Kills one run at each of @moments, and goes on with it."""
    for moment in moments:
        place.run("out", FAULT_AT=moment, FAULT_CLOCK=CLOCK)
        place.run("out", "--resume", wanted=1)
        place.compare("out", good, f"killed at change {moment}")
        shutil.rmtree(place.top / "out")


def kill_often(place, good, times, what):
    """Random moments: the first kill, often a second one of the run that goes on, and then to the end."""
    changes = place.count_changes("out")
    rng = random.Random(SEED)
    killed = 0
    for number in range(times):
        moment = rng.randint(1, changes)
        deed = rng.choice(["kill", "group"])
        status, _ = place.run("out", FAULT_AT=moment, FAULT_DO=deed, FAULT_CLOCK=CLOCK)
        killed += status == -signal.SIGKILL
        again = rng.randint(1, changes // 2)
        if number % 2:
            place.run("out", "--resume", FAULT_AT=again, FAULT_DO=deed, FAULT_CLOCK=CLOCK)
        place.run("out", "--resume", wanted=1)
        place.compare("out", good, f"killed at change {moment} of {changes}, and {again if number % 2 else 'once'}")
        shutil.rmtree(place.top / "out")
    expect(killed >= times * 4 // 5, f"only {killed} of {times} runs were killed")
    return f"{what}: killed at {killed} random moments of {changes}, half of them twice"


def check_kills(top):
    """The parent, or all of its group, is killed, and the run gone on with."""
    place = Place(top)
    place.run("good", wanted=1)
    good = place.read("good")
    changes = place.count_changes("out")
    rng = random.Random(SEED)
    yield kill_often(place, good, 50, "own files, a collection, sinks and corpus steps")
    large = large_place(top / "large")
    large.run("good", wanted=1)
    yield kill_often(large, large.read("good"), 15, "large own files")

    # The first and the last changes, where a folder is made, and where results get their names.
    kill_at(place, good, [*range(1, 25), *range(changes - 30, changes + 1)])
    yield "killed at each of the first and last changes"
    (top / "packed").mkdir()
    packed = pack_place(top / "packed", find_packing(top))
    packed.run("good", wanted=1)
    changes = packed.count_changes("out")
    kill_at(packed, packed.read("good"), range(changes - 40, changes + 1))
    yield "killed at each of the last changes, where compressed files are put away"

    # A retry, which makes new results beside the old ones and moves them.
    (top / "fates.lua").write_text(FATES.replace("[5]", "[x]"), encoding="utf-8")
    place.run("better", wanted=0)
    better = {name: content for name, content in place.read("better").items() if name.endswith(".txt")}
    for _ in range(20):
        shutil.copytree(top / "good", top / "out")
        moment = rng.randint(1, changes)
        place.run("out", "--resume", FAULT_AT=moment, FAULT_CLOCK=CLOCK)
        place.run("out", "--resume", wanted=0)
        found = place.read("out")
        expect({n: c for n, c in found.items() if n.endswith(".txt")} == better, f"killed at {moment}: others than they should be")
        expect(b'"quarantined":0' in found["(ledger)"], f"killed at {moment}: the ledger still has failures")
        shutil.rmtree(top / "out")
    yield "killed while changed documents are done again"


def fill_often(place, good, times, what):
    """The disk is full from a random moment on."""
    changes = place.count_changes("out")
    rng = random.Random(SEED)
    reached = 0
    for _ in range(times):
        moment = rng.randint(1, changes)
        status, said = place.run("out", FAULT_AT=moment, FAULT_DO="full", FAULT_CLOCK=CLOCK)
        if status == 1:  # this run had fewer changes than the one that was counted
            place.compare("out", good, f"not full at change {moment} of {changes}")
            shutil.rmtree(place.top / "out")
            continue
        reached += 1
        expect(status == 3 and ("No space left" in said or "full" in said),
               f"full at change {moment} of {changes}: status {status}: {said}")
        place.run("out", "--resume", wanted=1)
        place.compare("out", good, f"full at change {moment} of {changes}")
        shutil.rmtree(place.top / "out")
    expect(reached >= times * 2 // 3, f"only {reached} of {times} moments came")
    return f"no space left at {times} random moments, {what}: status 3, resumed to the same bytes"


def check_full(top):
    """The disk fills up: at random moments, by a limit on file sizes, and truly."""
    place = Place(top)
    place.run("good", wanted=1)
    good = place.read("good")
    yield fill_often(place, good, 30, "own files, a collection, sinks and corpus steps")

    for size in (20_000, 60_000, 100_000):
        place.run("out", wanted=3, limit=size)
        place.run("out", "--resume", wanted=1)
        place.compare("out", good, f"files of {size} bytes at most")
        shutil.rmtree(top / "out")
    yield "a limit on file sizes: status 3, resumed to the same bytes"

    (top / "packed").mkdir()
    packed = pack_place(top / "packed", find_packing(top))
    packed.run("good", wanted=1)
    yield fill_often(packed, packed.read("good"), 30, "compressed and numbered files")

    large = large_place(top / "large")
    large.run("good", wanted=1)
    yield fill_often(large, large.read("good"), 15, "large own files")

    (top / "small").mkdir()
    script = f"""mount -t tmpfs -o size=300k none small || exit 77
        export SOURCE_DATE_EPOCH=1700000000
        {TEXTMILL} run plan.yaml in records.jsonl -o small/out -j2 2>small.said; echo $? >small.status
        {TEXTMILL} ledger small/out >small.ledger 2>&1; echo $? >>small.status
        {TEXTMILL} run plan.yaml in records.jsonl -o small/out -j2 --resume 2>>small.said; echo $? >>small.status
        mount -o remount,size=30m small
        {TEXTMILL} run plan.yaml in records.jsonl -o small/out -j2 --resume --stats-json out.stats; cp -r small/out out"""
    if os.geteuid() == 0:
        script = script.replace("exit 77", "unshare -rm true || exit 77")
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=top, capture_output=True, text=True, check=False)
    if not (top / "small.status").exists():
        yield f"a small tmpfs # SKIP it cannot be mounted here: {done.stderr.strip()[:80]}"
        return
    expect((top / "small.status").read_text() == "3\n0\n3\n",
           "a full tmpfs: " + (top / "small.said").read_text() + (top / "small.ledger").read_text())
    place.compare("out", good, "a full tmpfs")
    yield "a full tmpfs: status 3, its ledger can be read, status 3 again, resumed to the same bytes"


def feed(path, text, then=lambda: None):
    """Writes @text into the pipe @path, from a process of its own."""
    child = os.fork()
    if child == 0:
        with open(path, "w", encoding="utf-8") as pipe:
            pipe.write(text)
            pipe.flush()
            then()
        os._exit(0)
    return child


def check_stops(top):
    """Ctrl-C, SIGTERM, a reader that goes away."""
    place = Place(top)
    records = (top / "records.jsonl").read_text(encoding="utf-8")
    os.mkfifo(top / "pipe.jsonl")
    writer = feed(top / "pipe.jsonl", records)
    place.run("good", inputs=["in", "pipe.jsonl"], wanted=1)
    os.waitpid(writer, 0)
    good = place.read("good")
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process = subprocess.Popen([TEXTMILL, "run", "plan.yaml", "in", "pipe.jsonl", "-o", "out", "-j2"], cwd=top,
                                   env=dict(os.environ, SOURCE_DATE_EPOCH="1700000000"), stderr=subprocess.PIPE, text=True)
        # The pipe stays open, so the run cannot end; the pipe is opened when it has begun.
        with open(top / "pipe.jsonl", "w", encoding="utf-8") as pipe:
            pipe.write(records[: len(records) // 2])
            pipe.flush()
            process.send_signal(stop)
            said = process.communicate()[1]
        if stop == signal.SIGHUP and process.returncode == -stop:
            pass  # as programs do that know nothing of it
        else:
            expect(process.returncode == 3 and "interrupted" in said, f"{stop.name}: status {process.returncode}: {said}")
        writer = feed(top / "pipe.jsonl", records)
        place.run("out", "--resume", inputs=["in", "pipe.jsonl"], wanted=1)
        os.waitpid(writer, 0)
        place.compare("out", good, stop.name)
        shutil.rmtree(top / "out")
        yield f"{stop.name}: stopped, resumed to the same bytes"

    corpus.write_records(20_000, top / "many.jsonl", size=300)
    (top / "lines.yaml").write_text("textmill: 1\nsteps:\n  - use: jsonl\n", encoding="utf-8")
    reader, writer = os.pipe()
    process = subprocess.Popen([TEXTMILL, "run", "lines.yaml", "many.jsonl", "-o", "-", "-q"], cwd=top, stdout=writer,
                               stderr=subprocess.PIPE, text=True)
    os.close(writer)
    os.read(reader, 1000)
    os.close(reader)
    said = process.communicate()[1]
    expect(process.returncode == 3 and said, f"a closed pipe: status {process.returncode}: {said}")
    yield "a closed pipe behind -o -: status 3"


def count(top, output):
    base = sqlite3.connect(top / output / "ledger.sqlite")
    return dict(base.execute("SELECT outcome, count(*) FROM documents GROUP BY 1"))


def run_hook(top, place, name, lines, target):
    """A run in which a program of @lines runs before the file @target is opened."""
    hook = top / name
    hook.write_text("#!/bin/sh\n" + lines, encoding="utf-8")
    hook.chmod(0o755)
    return place.run("out", FAULT_OPEN=f"{target}:{hook}")


def check_inputs(top):
    """Folders that are large or go in circles; files that change or vanish once they were found."""
    corpus.write_files(1000, top / "many", size=20, flat=True)
    for number in range(1000, 100_000):  # names are what there is much of
        os.link(top / "many" / f"{number % 1000:06}.txt", top / "many" / f"{number:06}.txt")
    (top / "lines.yaml").write_text("textmill: 1\nsteps:\n  - use: jsonl\n", encoding="utf-8")
    done = subprocess.run([TEXTMILL, "run", "lines.yaml", "many", "-o", "lines"], cwd=top, capture_output=True, text=True, check=False)
    expect(done.returncode == 0 and "100000 documents: 100000 exported" in done.stderr, done.stderr)
    done = subprocess.run([TEXTMILL, "run", "lines.yaml", "many", "-o", "lines", "--resume"], cwd=top, capture_output=True, text=True, check=False)
    expect("100000 of 100000 documents were done before" in done.stderr, done.stderr)
    shutil.rmtree(top / "many")
    yield "a folder of 100,000 files, and --resume of it"

    place = Place(top, files=0, records=3000)
    loops = top / "loops" / "a"
    loops.mkdir(parents=True)
    (loops / "one.txt").write_text("1: one\n")
    (loops / "self").symlink_to("self")
    (loops / "up").symlink_to("..")
    (loops / "there").symlink_to("back")
    (loops / "back").symlink_to("there")
    place.run("out", inputs=["loops"], wanted=1)
    expect(count(top, "out") == {"exported": 1, "quarantined": 3}, f"links in circles: {count(top, 'out')}")
    yield "symbolic links in circles: each a document that failed, or passed over"

    place.inputs = ["in"]
    corpus.write_files(9, top / "in", size=300, flat=True)
    target = top / "in" / "000006.txt"
    text = target.read_text(encoding="utf-8")
    for name, lines, outcome in (("vanishes", f"rm {target}", "quarantined"),
                                 ("becomes a folder", f"rm {target}; mkdir {target}", "quarantined"),
                                 ("grows", f"echo more >>{target}", "exported"),
                                 ("is emptied", f": >{target}", "exported")):
        place.run("good", wanted=1 if "5:" in text else None)
        run_hook(top, place, "hook", lines, target.name)
        base = sqlite3.connect(top / "out" / "ledger.sqlite")
        found, code = base.execute("SELECT outcome, code FROM documents WHERE id = ?", [target.name]).fetchone()
        expect(found == outcome and (found != "quarantined" or code == "io"), f"a file that {name}: {found} {code}")
        expect(sum(count(top, "out").values()) == 9, f"a file that {name}: {count(top, 'out')}")
        base.close()
        # The source as it was: the run is brought up to date.
        if target.is_dir():
            target.rmdir()
        target.write_text(text, encoding="utf-8")
        place.run("out", "--resume")
        place.compare("out", place.read("good"), f"a file that {name}")
        shutil.rmtree(top / "out")
        yield f"a file that {name} after it was found"

    place.inputs = ["records.jsonl"]
    status, said = run_hook(top, place, "hook", f"tail -c 100 {top}/plan.yaml >>{top}/records.jsonl", "records.jsonl")
    expect(status == 1 and "changed during the run" in said, f"a file of records that grows: {status}: {said}")
    sums = count(top, "out")
    expect(sum(sums.values()) >= 3000 and sums["quarantined"] > 600, f"a file of records that grows: {sums}")
    yield "a file of records that changes: its records fail, none is lost"


def main():
    number = 0
    part = globals()["check_" + sys.argv[3]]
    # In memory where that can be: runs that are gone on with wait for the disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        try:
            for number, text in enumerate(part(Path(name)), 1):
                print(f"ok {number} {text}", flush=True)
        except Failure as failure:
            number += 1
            print(f"not ok {number} {sys.argv[3]}")
            for line in str(failure).splitlines():
                print("#", line)
            shutil.copytree(name, os.environ["FAULT_KEEP"], symlinks=True) if "FAULT_KEEP" in os.environ else None
    print(f"1..{number}")


if __name__ == "__main__":
    main()
