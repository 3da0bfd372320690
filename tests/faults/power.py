"""power - runs that lose what had not reached the disk. A part of faults.py."""

import os
import random
import shutil
import signal
import sqlite3
from pathlib import Path

from place import FAST, SEED, Place, expect, find_packing, pack_place


def check_power(top):
    """The machine loses power: what was not synced is gone, cut or empty, and the machine is started anew."""
    (top / "plain").mkdir()
    yield cut_often(Place(top / "plain"), "own files, a collection, a sink and corpus steps")
    (top / "packed").mkdir()
    packing = find_packing(top)
    yield cut_often(pack_place(top / "packed", packing), f"{packing['gz']}, {packing['zst']} and numbered files")


def cut_often(place, what):
    """20 random moments; often the run that goes on is killed or cut off as well."""
    place.run("good", wanted=1)
    good = place.read("good")
    changes = place.count_changes("out", FAST)
    rng = random.Random(SEED)
    log, synced, killed = place.top / "synced", 0, 0
    for _ in range(20):
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
    expect(killed > 15, f"only {killed} runs were killed")
    expect(synced > 10, f"only {synced} runs had synced something")
    return f"{what}: {killed} power cuts at random moments, {synced} of them after a sync"


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


def cut_power(folder, log, rng):
    """Does to the files of a killed run what a power cut may do. Whether something had been synced."""
    known, names = {}, {}
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else []:
        inode, size, *path = line.split(" ", 2)
        known[int(inode)] = int(size)
        names[int(inode)] = Path(path[0] if path else "/")
    journal = folder / "ledger.sqlite-wal"
    if journal.exists() and rng.random() < 0.5:  # what the ledger took in since it was synced is lost as well
        os.truncate(journal, min(known.get(journal.stat().st_ino, 0), journal.stat().st_size))
    base = sqlite3.connect(folder / "ledger.sqlite")  # takes the journal in
    certain = (base.execute("SELECT value FROM run WHERE key = 'synced'").fetchone() or [0])[0]
    base.execute("UPDATE run SET value = 'another' WHERE key = 'boot'")
    base.commit()
    base.close()
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("ledger."):
            continue
        inode = path.stat().st_ino
        if inode not in known and rng.random() < 0.5:
            path.unlink()
            continue
        damage(path, known.get(inode, 0), rng)
        draft = names.get(inode, path)
        if (draft != path and draft.suffix == ".new" and draft.parent.is_dir() and not draft.exists()
                and path.stat().st_size == known[inode] and rng.random() < 0.5):
            path.rename(draft)  # the new name had not reached the disk
    log.write_text("".join(f"{path.stat().st_ino} {path.stat().st_size} {path}\n" for path in folder.rglob("*") if path.is_file()),
                   encoding="utf-8")
    return certain > 0
