#!/usr/bin/env python3
"""A public header as Doxygen wants it, on standard output. Doxygen calls this for each file.

usage: filter.py HEADER

The headers are written for people who read them as they are: plain comments, @name for a parameter,
one comment above several functions that it is about. Here, comments become Doxygen's own, @name
becomes its \\p, and a comment is repeated for each function of its paragraph that has none."""

import re
import sys
from pathlib import Path

TOKENS = re.compile(r"""
    (?P<own> ^[ ]*/\*.*?\*/[ ]*\n)       # a comment on lines of its own
  | (?P<trailing> /\*.*?\*/)             # one behind code
  | (?P<blank> ^[ ]*\n)
  | (?P<code> (?:(?!/\*)[^\n])+\n? | \n)
""", re.VERBOSE | re.DOTALL | re.MULTILINE)


EXAMPLE = re.compile(r" *\*     (?=\S)|^ *\*      ")
EMPTY = re.compile(r" *\*$")


def mark_line(line):
    """A line of prose, with parameters marked and nothing else that Doxygen would act on."""
    line = re.sub(r"\\(?=[\w`])|<(?=[\w/])", r"\\\g<0>", line)
    return re.sub(r"(?<![\w@.`])(\*?)@(\w+)", r"\1\\p \2", line)


def mark(text):
    """The inside of a comment."""
    result, lines, inside_example = [], text.split("\n"), False
    for number, line in enumerate(lines):
        rest = (later for later in lines[number:] if not EMPTY.match(later))
        example = bool(EXAMPLE.match(line)) or (
            inside_example and bool(EMPTY.match(line)) and bool(EXAMPLE.match(next(rest, ""))))
        if example != inside_example:
            result.append(" * @code{.c}" if example else " * @endcode")
        inside_example = example
        result.append(line if example else mark_line(line))
    return "\n".join(result)


def inside(comment):
    return comment.strip()[2:-2]


def convert(source):
    title, _, rest = source.partition("*/\n")
    result = [f"/** @file\n *{mark(inside(title + '*/'))}*/\n"]
    tokens = [(match.lastgroup, match[0]) for match in TOKENS.finditer(rest)]
    shared, fresh, pending = "", False, ""  # the paragraph's comment; whether it was just told
    for number, (kind, text) in enumerate(tokens):
        following = tokens[number + 1][0] if number + 1 < len(tokens) else "blank"
        if kind == "own" and following == "blank":
            pending = inside(text)  # about all that follows: it goes to the next comment
        elif kind == "own":
            indent = text[:len(text) - len(text.lstrip(" "))]
            shared = f"{indent}/**{mark(pending and pending + chr(10) + ' *' + chr(10) + ' *')}{mark(inside(text))}*/\n"
            result.append(shared)
            fresh, pending = True, ""
            continue
        elif kind == "trailing":
            result.append(f"/**<{mark(inside(text))}*/")
        elif kind == "blank":
            shared = ""
            result.append(text)
        else:
            if text.startswith("MILL_API") and shared and not fresh:
                result.append(shared)
            result.append(text)
        fresh = False
    return "".join(result)


if __name__ == "__main__":
    sys.stdout.write(convert(Path(sys.argv[1]).read_text(encoding="utf-8")))
