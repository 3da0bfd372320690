#!/usr/bin/env python3
"""What the built files export. Arguments: nm, the library, the build folder.

The library exports what the public headers declare and nothing else; a plugin, its one entry."""

import re
import subprocess
import sys
from pathlib import Path

import tap

DECLARED = re.compile(r"MILL_API\b[^;]*?\b(mill_\w+)\s*\(", re.DOTALL)
# Written by the compiler and the sanitizers.
FOREIGN = re.compile(r"^(_init|_fini|__odr_asan|__asan|__ubsan|_edata|_end|__bss_start|__start_|__stop_)")


def exported(nm, path):
    listing = subprocess.run([nm, "-D", "--defined-only", path], text=True, capture_output=True,
                             check=True).stdout
    names = {line.split()[-1].split("@")[0] for line in listing.splitlines()}
    return {name for name in names if not FOREIGN.match(name)}


def declared():
    names = set()
    for path in (tap.ROOT / "core/include/textmill").glob("*.h"):
        if path.name == "plugin.h":
            continue  # its only function is the one that plugins export
        names |= set(DECLARED.findall(path.read_text(encoding="utf-8")))
    return names


def points(nm, library, build):
    have, want = exported(nm, library), declared()
    yield "the library exports what headers declare", [f"{name} is not exported" for name in
                                                       sorted(want - have)]
    yield "the library exports nothing else", [f"{name} is in no public header" for name in
                                               sorted(have - want)]
    promised = (tap.ROOT / "tests/abi/symbols.txt").read_text(encoding="utf-8").split()
    yield "the library exports what it did", [f"{name} is gone" for name in promised
                                              if name not in have]
    for plugin in sorted(Path(build, "plugins").glob("*/*.so")):
        extra = exported(nm, plugin) ^ {"mill_plugin_describe"}
        yield f"{plugin.name} exports its entry alone", sorted(extra)


if __name__ == "__main__":
    tap.report(points(*sys.argv[1:]))
