#!/usr/bin/env python3
"""Writes the reference of the Lua API from the comments beside the bindings.

usage: lua-api.py OUTPUT.md SOURCE.c...            writes the page
       lua-api.py --run TEXTMILL SOURCE.c...       runs every example; prints TAP

A binding's comment begins with how it is called, then says in prose what it does; what is indented
by four is an example.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

COMMENT = re.compile(r"^[ ]*/\*[ ](.*?)[ ]?\*/", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"^(pairs\(doc\.meta\)|(doc|ctx|mill|regex|dict|section|edit|t)[.:])")
OBJECTS = [
    ("mill", "The module `mill`, a global"),
    ("doc", "The document, an argument of `process`, `encode` and `accumulate`"),
    ("section", "A section, from `doc:sections()` and others"),
    ("edit", "An edit, argument of the function given to `doc:edit()`"),
    ("regex", "A regular expression, from `mill.re()`"),
    ("dict", "A dictionary, from `mill.dict()` or `mill.set()`"),
    ("ctx", "The step, last argument of `process`, `encode` and the functions of a corpus step"),
    ("t", "The checks that `expect` of a test is given"),
]

HEAD = """# Lua API

Written from the comments beside the bindings in `core/script`; [writing-scripts](writing-scripts.md) is
the guide. Positions count bytes like those of Lua strings: the first is 1, and `e` is the last that
belongs to a span.
"""

# What the examples take for granted.
PRELUDE = """
local s, e, i, n, section, title = 1, 3, 1, 1, doc:section(1), "x"
local text, tags, places = doc:text(), {}, {}
"""
SETUP = """
return { process = function(doc)
    doc:columns("section", { id = "integer", parent = "integer", level = "integer",
        kind = "string", label = "string", number = "integer", title = "string", heading = "span" })
    doc:add("section", 1, doc.length, { id = 1, level = 1, kind = "chapter", number = 12,
        label = "A", title = "Abc", heading = { 1, 3 } })
    doc:add("tag", 1, 3, { term = "Abc", category = "x", weight = 1.5 })
    doc:add("tag", 4, 4, { term = "d", category = "x" })
end }
"""
CHECKED = """
doc.meta.title = "A plan"
for _ = 1, 4 do doc:add("tag", 1, 0) end
for _ = 1, 2 do doc:record("indicator", 1, 0) end
"""
TEXT = "Abcdef 2025年3月 第12条\nshort line 到2030年\n"


def entries(sources):
    """Of each binding: its call, its prose, its example."""
    for source in sources:
        for match in COMMENT.finditer(Path(source).read_text(encoding="utf-8")):
            lines = [re.sub(r"^[ ]*\*[ ]?", "", line) for line in match[1].split("\n")]
            if not CALL.match(lines[0]):
                continue
            example = [line[4:] for line in lines[1:] if line.startswith("    ") or not line]
            prose = [line.strip() for line in lines[1:] if line and not line.startswith("    ")]
            yield lines[0], " ".join(prose), "\n".join(example).strip("\n")


def object_of(call):
    return "doc" if call.startswith("pairs(") else re.split(r"[.:]", call)[0]


def write_page(output, sources):
    found = list(entries(sources))
    with open(output, "w", encoding="utf-8") as page:
        page.write(HEAD)
        for name, about in OBJECTS:
            page.write(f"\n## {name}\n\n{about}.\n")
            for call, prose, example in found:
                if object_of(call) != name:
                    continue
                page.write(f"\n### {call}\n\n{prose}\n")
                if example:
                    page.write(f"\n```lua\n{example}\n```\n")


def script_of(call, example):
    """A whole script that runs the example where it belongs."""
    if object_of(call) == "t":
        return ("return { process = function() end, tests = { { name = 'example', expect = "
                f"function(doc, t)\n{CHECKED}{example}\nend }} }} }}\n")
    if re.search(r"ctx:(write|part)|part:", example):
        return f"return {{ encode = function(doc, ctx)\n{PRELUDE}{example}\nend }}\n"
    if "edit_source" in example:
        return f"return {{ role = 'reader', process = function(doc, ctx)\n{example}\nend }}\n"
    return ("return { options = { min_chars = 1 }, process = function(doc, ctx)\n"
            f"{PRELUDE}{example}\nend }}\n")


def run_example(textmill, folder, call, example):
    """Returns what went wrong, or nothing."""
    (folder / "example.lua").write_text(script_of(call, example), encoding="utf-8")
    if object_of(call) == "t":
        command = [textmill, "test", "example.lua"]
    else:
        reader = "edit_source" in example
        steps = ["example.lua"] if reader else ["setup.lua", "example.lua"]
        (folder / "text.txt").write_text("-" * 200 if reader else TEXT, encoding="utf-8")
        (folder / "example.yaml").write_text(
            "textmill: 1\nsteps:\n" + "".join(f"  - script: {step}\n" for step in steps) +
            "  - use: json\n", encoding="utf-8")
        command = [textmill, "run", "example.yaml", "text.txt", "-o", "out", "--force"]
    result = subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, timeout=60, check=False)
    return result.stdout if result.returncode else ""


def run_examples(textmill, sources):
    count = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "setup.lua").write_text(SETUP, encoding="utf-8")
        for call, _, example in entries(sources):
            if not example:
                continue
            count += 1
            problem = run_example(textmill, folder, call, example)
            print(f"{'not ok' if problem else 'ok'} {count} - {call}")
            for line in problem.splitlines():
                print(f"# {line}")
    print(f"1..{count}")


if __name__ == "__main__":
    if sys.argv[1] == "--run":
        run_examples(str(Path(sys.argv[2]).resolve()), sys.argv[3:])
    else:
        write_page(sys.argv[1], sys.argv[2:])
