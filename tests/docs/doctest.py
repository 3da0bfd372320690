#!/usr/bin/env python3
"""Executes the examples of a documentation page; tests/docs/README.md says how.

usage: doctest.py PREFIX PAGE.md      (PREFIX: where textmill is installed)
"""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^(`{3,})([\w+-]*)[ ]?(.*)$")
FILE_LINE = re.compile(r"^(?:#|--|//|/\*|<!--|\.\.)\s*file:\s*(\S+?)\s*(?:\*/|-->)?$")
WITHOUT_COMMENTS = {"", "text", "txt", "tsv", "csv", "json", "jsonl", "markdown"}
TIMEOUT = 600  # seconds: what takes longer hangs, however slow the machine is
# What depends on how fast the machine is: times in another unit, and lines of a run that takes long.
TIME = re.compile(r"… ms\b")
PROGRESS = re.compile(r"^\d+(?: of \d+(?: or more)?)? documents, [^\n]*/s, [^\n]*/s[^\n]*\n", re.MULTILINE)


@dataclass
class Block:
    line: int
    language: str
    info: str
    text: str


class Failure(Exception):
    """An example that does not do what the page says."""


def blocks(page):
    """The fenced blocks of @page, in order."""
    fence, start, body = None, 0, []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        match = FENCE.match(line)
        if fence is None and match:
            fence, start, body = match, number, []
        elif fence is not None and line.strip() == fence[1]:
            yield Block(start, fence[2], fence[3], "".join(text + "\n" for text in body))
            fence = None
        elif fence is not None:
            body.append(line)


def environment(prefix, scratch):
    library = next(prefix.rglob("libtextmill.so")).parent
    return {
        **os.environ,
        "PATH": f"{prefix / 'bin'}:{os.environ['PATH']}",
        "PKG_CONFIG_PATH": str(library / "pkgconfig"),
        "LD_LIBRARY_PATH": str(library),
        "HOME": str(scratch),
        "XDG_DATA_HOME": str(scratch / ".local/share"),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "100",
    }


def run(command, scratch, env):
    """Runs @command in a shell; returns its status and everything it printed."""
    try:
        result = subprocess.run(["bash", "-c", command], cwd=scratch, env=env, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise Failure(f"'{command}' did not end within {TIMEOUT} s") from None
    return result.returncode, result.stdout


def expectation(lines):
    """The expected @lines as a regular expression for the whole output."""
    pattern = ""
    for line in lines:
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            line = TIME.sub("…", line.rstrip())
            pattern += r"[^\n]*?".join(re.escape(part) for part in line.split("…")) + r"[ ]*\n"
    return re.compile(pattern)


def check_command(command, expected, scratch, env):
    status, output = run(command, scratch, env)
    output = PROGRESS.sub("", output)
    if output and not output.endswith("\n"):
        output += "\n"
    if status != 0 and not expected:
        raise Failure(f"$ {command}\nfailed with status {status}:\n{output}")
    while expected and not expected[-1].strip():
        expected.pop()
    # A blank last line of the output is not shown in a page.
    if not expectation(expected).fullmatch(output.rstrip("\n") + "\n" if output.strip() else ""):
        wanted = "\n".join(expected)
        raise Failure(f"$ {command}\nexpected:\n{wanted}\ngot:\n{output}")


def run_console(block, scratch, env):
    command, expected = None, []
    for line in [*block.text.splitlines(), "$ "]:
        if command is not None and command.endswith("\\"):
            command = command[:-1] + line.lstrip("> ")
        elif line.startswith("$ "):
            if command is not None:
                check_command(command, expected, scratch, env)
            command, expected = line[2:], []
        elif command is None:
            raise Failure("a console block begins with a command")
        else:
            expected.append(line)


def check_pipeline(text, scratch, env):
    path = scratch / "doctest-pipeline.yaml"
    path.write_text(text, encoding="utf-8")
    status, output = run("textmill check --plugin-dir . doctest-pipeline.yaml", scratch, env)
    if status != 0:
        raise Failure(output)


def compile_c(text, scratch, env):
    path = scratch / "doctest-source.c"
    path.write_text(text, encoding="utf-8")
    status, output = run("cc -std=gnu17 -Wall -fsyntax-only doctest-source.c "
                         "$(pkg-config --cflags textmill)", scratch, env)
    if status != 0 or output:
        raise Failure(output)


def check_script(text, scratch, env):
    (scratch / "doctest-script.lua").write_text(text, encoding="utf-8")
    check_pipeline("textmill: 1\nsteps:\n  - script: doctest-script.lua\n", scratch, env)


def write_file(block, name, scratch):
    target = (scratch / name).resolve()
    if scratch.resolve() not in target.parents:
        raise Failure(f"{name} is outside of the scratch folder")
    text = block.text
    if block.language in WITHOUT_COMMENTS:
        text = text.split("\n", 1)[1]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def execute(block, scratch, env):
    """Does what the block is for; False if there is nothing to do."""
    first, _, _ = block.text.partition("\n")
    named = FILE_LINE.match(first.strip())
    if named:
        write_file(block, named[1], scratch)
    if block.language == "console":
        run_console(block, scratch, env)
    elif block.language == "yaml" and re.search(r"^textmill: 1$", block.text, re.MULTILINE):
        check_pipeline(block.text, scratch, env)
    elif block.language == "yaml" and re.match(r"(#.*\n)*- (use|script):", block.text):
        indented = re.sub(r"^(?=.)", "  ", block.text, flags=re.MULTILINE)
        check_pipeline("textmill: 1\nsteps:\n" + indented, scratch, env)
    elif block.language == "lua" and not named and re.search(r"^return ", block.text, re.MULTILINE):
        check_script(block.text, scratch, env)
    elif block.language == "c" and not named and "#include" in block.text:
        compile_c(block.text, scratch, env)
    elif not named:
        return False
    return True


def main(prefix, page):
    number, failed = 0, False
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        (scratch / "examples").symlink_to(Path(__file__).resolve().parents[2] / "examples")
        env = environment(prefix, scratch)
        for block in blocks(page):
            if block.info.strip() == "ignore":
                continue
            name = f"{page.name}:{block.line} {block.language}"
            try:
                done = execute(block, scratch, env)
            except Failure as failure:
                number, failed = number + 1, True
                print(f"not ok {number} {name}")
                print("".join(f"# {line}\n" for line in str(failure).splitlines()), end="")
                continue
            if done:
                number += 1
                print(f"ok {number} {name}")
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
