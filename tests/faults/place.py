"""place - a folder with a pipeline and inputs, in which runs are killed, cut off or starved.

A part of faults.py, whose arguments these are.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import corpus  # noqa: E402

SEED = int(os.environ.get("FAULT_SEED", "7"))
TEXTMILL, FAULT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
CLOCK = 1000  # microseconds that a change takes: a commit after 200 of them, a sync after 2000
FAST = 10000  # a sync after 200

# Own files, a collection, sinks, a corpus step of C and one of Lua; documents that are dropped or fail.
PLAN = """textmill: 1
steps:
  - script: fates.lua
  - use: text
    file: "{dir}/{stem}.txt"
  - use: jsonl
  - use: csv
  - use: sqlite
  - script: letters.lua
"""
FATES = """return { process = function(doc, ctx)
  local text = doc:text()
  ctx:metric("bytes", #text)
  ctx:metric("begins." .. (text:match("^%d") or "otherwise"), 0.1)
  if text:find("^%d*[48]:") then return ctx:drop("by its number") end
  if text:find("^%d*[5]:") then ctx:fail("by its number") end
end }
"""
LETTERS = """return {
  start = function() return { documents = 0, bytes = 0 } end,
  accumulate = function(state, doc) state.documents, state.bytes = 1, #doc end,
  finish = function(state, ctx) ctx:write(state.documents, " ", state.bytes, "\\n") end,
}
"""


class Failure(Exception):
    """What a test found."""


def expect(condition, text):
    if not condition:
        raise Failure(text)


class Place:
    """A folder with a pipeline and inputs, and the results of a run that nothing disturbed."""

    def __init__(self, top, files=60, records=240, size=300):
        self.top = top
        self.inputs = ["in", "records.jsonl"]
        (top / "fates.lua").write_text(FATES, encoding="utf-8")
        (top / "letters.lua").write_text(LETTERS, encoding="utf-8")
        (top / "plan.yaml").write_text(PLAN, encoding="utf-8")
        if files:
            corpus.write_files(files, top / "in", size=size)
        corpus.write_records(records, top / "records.jsonl", size=size)

    def run(self, output, *options, wanted=None, inputs=None, **fault):
        """Runs; checks the exit status if it is @wanted, and gives status and messages."""
        limit = fault.pop("limit", None)
        group = fault.get("FAULT_DO") == "group"
        env = dict(os.environ, SOURCE_DATE_EPOCH="1700000000", **{k: str(v) for k, v in fault.items()})
        if fault:
            env["LD_PRELOAD"] = str(FAULT)
            env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        done = subprocess.run([TEXTMILL, "run", "plan.yaml", *(inputs or self.inputs), "-o", output, "-j2",
                               "--stats-json", f"{output}.stats", *options],
                              cwd=self.top, env=env, capture_output=True, text=True, check=False,
                              start_new_session=group, stdin=subprocess.DEVNULL,
                              preexec_fn=limit and (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))))
        expect(wanted is None or done.returncode == wanted,
               f"exit status {done.returncode}, not {wanted}, of {options} {fault}: {done.stderr}")
        return done.returncode, done.stderr

    def read(self, output):
        """All results, what the ledger says, and what the last run into the folder said was counted."""
        top = self.top / output
        ledger = subprocess.run([TEXTMILL, "ledger", output], cwd=self.top, capture_output=True, check=True).stdout
        files = {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob("*"))
                 if path.is_file() and path.name != "ledger.sqlite"}
        counted = json.loads((self.top / f"{output}.stats").read_text(encoding="utf-8"))["metrics"]
        return files | {"(ledger)": ledger, "(counted)": counted}

    def compare(self, output, good, what):
        found = self.read(output)
        expect(found.keys() == good.keys(), f"{what}: other files: {sorted(found.keys() ^ good.keys())[:5]}")
        for name, content in good.items():
            expect(found[name] == content, f"{what}: {name} differs")

    def count_changes(self, output, clock=CLOCK):
        """How often a run changes the file system."""
        self.run(output, wanted=1, FAULT_COUNT=self.top / "count", FAULT_CLOCK=clock, FAULT_SYNCED=self.top / "synced")
        (self.top / "synced").unlink(missing_ok=True)
        shutil.rmtree(self.top / output)
        return int((self.top / "count").read_text(encoding="ascii"))


# Compressed files of one document and of all, and numbered ones, of several frames each.
PACKED = """textmill: 1
steps:
  - script: fates.lua
  - use: text
    file: "{dir}/{stem}.txt.%(gz)s"
  - use: jsonl
    id: one
    file: "all.jsonl.%(gz)s"
  - use: jsonl
    id: by-documents
    file: "by/documents-{shard}.jsonl.%(zst)s"
    shard: { documents: 150 }
  - use: jsonl
    id: by-size
    file: "by/size-{shard}.jsonl"
    shard: { size: 300K }
  - use: text
    id: both
    file: "both-{shard}.%(zst)s"
    shard: { documents: 100, size: 200K }
  - use: csv
  - script: letters.lua
"""


def large_place(top):
    """A place where documents are so large that workers write their files themselves."""
    top.mkdir()
    return Place(top, files=40, records=40, size=20_000)


def find_packing(top):
    """The kinds of compression that this build has, or the closest to it."""
    (top / "none.jsonl").write_text("", encoding="utf-8")
    has = {}
    for ending in ("gz", "zst"):
        (top / "try.yaml").write_text(f"textmill: 1\nsteps:\n  - use: jsonl\n    file: all.{ending}\n", encoding="utf-8")
        done = subprocess.run([TEXTMILL, "check", "try.yaml"], cwd=top, capture_output=True, check=False)
        has[ending] = ending if done.returncode == 0 else ""
    return {"gz": has["gz"] or has["zst"] or "plain", "zst": has["zst"] or has["gz"] or "plain"}


def pack_place(top, packing):
    """A place whose pipeline makes compressed and numbered files."""
    place = Place(top, files=60, records=600, size=3000)
    (top / "plan.yaml").write_text(PACKED % packing, encoding="utf-8")
    return place
