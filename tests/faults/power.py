"""power - runs that lose what had not reached the disk. A part of faults.py."""

import os
import random
import shutil
import signal
import sqlite3
from pathlib import Path

from place import FAST, SEED, Place, expect, find_packing, large_place, pack_place


def check_power(top):
    """The machine loses power: what was not synced is gone, cut or empty, and the machine is started anew."""
    (top / "plain").mkdir()
    yield cut_often(Place(top / "plain"), "own files, a collection, a sink and corpus steps")
    (top / "packed").mkdir()
    packing = find_packing(top)
    yield cut_often(pack_place(top / "packed", packing), f"{packing['gz']}, {packing['zst']} and numbered files")
    yield cut_often(large_place(top / "large"), "large own files", 10)
    (top / "short").mkdir()
    yield cut_short(Place(top / "short", files=12, records=40))
    (top / "again").mkdir()
    yield cut_replacement(Place(top / "again", files=30, records=120))


def go_on(place, output, **fault):
    """Resumes. Where a ledger that never reached the disk is damaged, it says so, and all is made anew."""
    status, said = place.run(output, "--resume", **fault)
    if status in (2, 3) and "--force" in said:
        return place.run(output, "--resume", "--force", **fault)[0], True
    return status, False


def cut_often(place, what, times=20):
    """Random moments; often the run that goes on is killed or cut off as well."""
    place.run("good", wanted=1)
    good = place.read("good")
    changes = place.count_changes("out", FAST)
    rng = random.Random(SEED)
    log, synced, killed = place.top / "synced", 0, 0
    for _ in range(times):
        moments = [rng.randint(1, changes)] + [rng.randint(1, changes) for _ in range(rng.randint(0, 2))]
        options = []
        for moment in moments:
            status, _ = place.run("out", *options, FAULT_AT=moment, FAULT_CLOCK=FAST, FAULT_SYNCED=log)
            options = ["--resume"]
            killed += status == -signal.SIGKILL
            if (place.top / "out/ledger.sqlite").exists() and (status < 0 or rng.random() < 0.5):
                synced += cut_power(place.top / "out", log, rng)
        place.run("out", "--resume", wanted=1)
        place.compare("out", good, f"power cut at changes {moments} of {changes}")
        shutil.rmtree(place.top / "out")
        log.unlink(missing_ok=True)
    expect(killed > times * 3 // 4, f"only {killed} runs were killed")
    expect(synced > times // 2, f"only {synced} runs had synced something")
    return f"{what}: {killed} power cuts at random moments, {synced} of them after a sync"


def cut_short(place):
    """Runs that are over, or cut off, before they would have waited for the disk. Their ledgers may be damaged as well."""
    place.run("good", wanted=1)
    good = place.read("good")
    changes = place.count_changes("out", 1)
    rng = random.Random(SEED)
    log, damaged, finished = place.top / "synced", 0, 0
    for _ in range(20):
        moment = rng.randint(1, changes * 3 // 2)
        status, _ = place.run("out", FAULT_AT=moment, FAULT_CLOCK=1, FAULT_SYNCED=log)
        finished += status == 1
        if (place.top / "out/ledger.sqlite").exists():
            cut_power(place.top / "out", log, rng, ledgers=True)
        status, forced = go_on(place, "out")
        damaged += forced
        expect(status == 1, f"power cut at change {moment} of {changes}: status {status}")
        place.compare("out", good, f"power cut at change {moment} of {changes} of a short run")
        shutil.rmtree(place.top / "out")
        log.unlink(missing_ok=True)
    expect(finished > 2, f"only {finished} runs were over")
    expect(damaged > 2, f"only {damaged} ledgers were damaged")
    return f"short runs: 20 power cuts, {finished} of them after the end, {damaged} ledgers damaged"


def cut_replacement(place):
    """A run that is to take the place of an earlier one, which was on the disk as a whole, since an input has changed."""
    out, log = place.top / "out", place.top / "synced"
    place.run("good", wanted=1, FAULT_CLOCK=FAST)
    sorted((place.top / "in").rglob("*.txt"))[7].write_text("3: another text\n", encoding="utf-8")
    place.run("better", wanted=1)
    better = place.read("better")

    def start():
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(place.top / "good", out)
        note_all(out, log)

    start()
    place.run("out", "--resume", wanted=1, FAULT_COUNT=place.top / "count", FAULT_CLOCK=FAST, FAULT_SYNCED=log)
    place.compare("out", better, "nothing was cut off")
    changes = int((place.top / "count").read_text(encoding="ascii"))
    rng = random.Random(SEED)
    killed = 0
    for number in range(24):
        # Half of them among the last changes, where the results are put in their place.
        moment = rng.randint(1, changes) if number % 2 else rng.randint(changes * 2 // 3, changes)
        start()
        status, _ = place.run("out", "--resume", FAULT_AT=moment, FAULT_CLOCK=FAST, FAULT_SYNCED=log)
        killed += status == -signal.SIGKILL
        cut_power(out, log, rng, ledgers=True)
        place.run("out", "--resume", wanted=1)
        place.compare("out", better, f"power cut at change {moment} of {changes} of a replacement")
    expect(killed > 20, f"only {killed} runs were killed")
    return f"a replacement of earlier results: {killed} power cuts"


def damage(path, size, rng):
    """What a power cut makes of a file of which @size bytes had reached the disk."""
    length = path.stat().st_size
    if length <= size:
        return
    keeps = rng.randint(size, length)
    os.truncate(path, keeps)
    if rng.random() < 0.5 and keeps > size:  # its length is right, its content is not
        with path.open("r+b") as file:
            file.seek(size)
            file.write(bytes(keeps - size))


def note_all(folder, log):
    """All files in @folder are on the disk."""
    log.write_text("".join(f"{path.stat().st_ino} {path.stat().st_size} {path}\n" for path in folder.rglob("*") if path.is_file()),
                   encoding="utf-8")


def cut_ledger(ledger, known, rng, damages):
    """What a power cut may do to a ledger. How many documents had been synced."""
    journal = ledger.with_name("ledger.sqlite-wal")
    inode = ledger.stat().st_ino
    if journal.exists() and rng.random() < 0.5:  # what the ledger took in since it was synced is lost as well
        os.truncate(journal, min(known.get(journal.stat().st_ino, 0), journal.stat().st_size))
    base = sqlite3.connect(ledger)  # takes the journal in
    certain = (base.execute("SELECT value FROM run WHERE key = 'synced'").fetchone() or [0])[0]
    base.execute("UPDATE run SET value = 'another' WHERE key = 'boot'")
    base.commit()
    base.close()
    if damages and certain == 0 and inode not in known and rng.random() < 0.5:
        damage(ledger, rng.choice([0, rng.randint(0, ledger.stat().st_size)]), rng)
    return certain


def cut_power(folder, log, rng, ledgers=False):
    """Does to the files of a killed run what a power cut may do. Whether something had been synced."""
    known, names = {}, {}
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else []:
        inode, size, *path = line.split(" ", 2)
        known[int(inode)] = int(size)
        names[int(inode)] = Path(path[0] if path else "/")
    certain = sum(cut_ledger(ledger, known, rng, ledgers) for ledger in sorted(folder.rglob("ledger.sqlite")))
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("ledger."):
            continue
        inode = path.stat().st_ino
        if inode not in known and rng.random() < 0.5:
            path.unlink()
            continue
        damage(path, known.get(inode, 0), rng)
        draft = names.get(inode, path)
        if (draft != path and draft.suffix in (".new", ".blank") and draft.parent.is_dir() and not draft.exists()
                and path.stat().st_size == known[inode] and rng.random() < 0.5):
            path.rename(draft)  # the new name had not reached the disk
    note_all(folder, log)
    return certain > 0
