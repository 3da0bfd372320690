#!/usr/bin/env python3
"""The public headers are a manual: every function has a comment and stands in an example, every example
compiles, and Doxygen makes a reference of them without a complaint. Arguments: the Doxyfile, Doxygen (""
if there is none), the C compiler, then the flags that find GLib.

An example is what is indented by four in a comment and calls the library. One that begins with
#include or typedef is a file; others are the inside of a function that knows the names in
PRELUDE."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import tap

COMMENT = re.compile(r"^([ ]*)/\*.*?\*/", re.DOTALL | re.MULTILINE)
DECLARATION = re.compile(r"^MILL_API\s[^;{]*?\b(mill_\w+)\s*\([^;]*;", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"#include|typedef")

PRELUDE = """#include <textmill/textmill.h>
#include <stdio.h>
#include <string.h>
typedef struct { const MillProvenance *made; GHashTable *words; } Step;
static MillSpan span;
static const char *text, *end, *source, *line, *path;
static const guint8 *data;
static gsize length, start, row, i;
static gboolean verbose;
static MillColumn term;"""
FUNCTION = """static int
example_%d(Step *self, MillDocument *document, MillContext *context, MillOutput *output, MillReport *report,
        MillLayer *sections, MillLayer *tags, MillPipeline *pipeline, MillCatalog *catalog,
        const MillStepType *type, const MillOption *option, GString *json, GError **error)
{
    {
#line %d "%s"
%s
    }
    return MILL_KEEP;
}
"""


def examples(text):
    """(line, C) of each example."""
    for comment in COMMENT.finditer(text):
        block, first = [], 0
        line = text.count("\n", 0, comment.start())
        for row in [*comment[0].splitlines(), " * end"]:
            line += 1
            match = re.match(r" *\*     (.*)$", row)
            if match:
                first = first or line
                block.append(match[1])
            elif block and re.match(r" *\*$", row):
                block.append("")
            else:
                if "mill_" in "\n".join(block) or "MILL_" in "\n".join(block):
                    yield first, "\n".join(block) + "\n"
                block, first = [], 0


def compile_c(compiler, flags, source):
    result = subprocess.run([*compiler, "-x", "c", "-std=gnu17", "-Wall", "-Werror", "-Wno-unused", "-fsyntax-only",
                             "-I", str(tap.ROOT / "core/include"), *flags, "-"],
                            input=source, text=True, capture_output=True, check=False)
    return result.stderr.splitlines() if result.returncode else []


def compile_examples(compiler, flags, name, found):
    """What the compiler says about them; those that are no files of their own go through it together."""
    source, problems = PRELUDE, []
    for line, code in found:
        if FILE.match(code):
            problems += compile_c(compiler, flags, f'#include <textmill/textmill.h>\n#line {line} "{name}"\n{code}')
        else:
            source += FUNCTION % (line, line, name, code)
    return problems + compile_c(compiler, flags, source)


def complaints(doxygen, doxyfile):
    """What Doxygen says about the headers."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = Path(doxyfile).read_text(encoding="utf-8") + f"OUTPUT_DIRECTORY={scratch}\nGENERATE_HTML=NO\nGENERATE_XML=YES\n"
        result = subprocess.run([doxygen, "-"], input=settings, text=True, capture_output=True, check=False)
    return (result.stdout + result.stderr).splitlines() or ([] if result.returncode == 0 else ["it failed"])


def undocumented(text):
    """Functions with no comment above them, nor above their paragraph, nor behind them."""
    for match in DECLARATION.finditer(text):
        before = text[text.rfind("\n\n", 0, match.start()) + 2:match.start()]
        behind = text[match.end():text.find("\n", match.end())]
        if "/*" not in before and "/*" not in behind:
            yield match[1]


def is_freed(name, shown):
    """Whether g_autoptr() calls it in an example."""
    thing = re.fullmatch(r"mill_(\w+)_(?:free|unref)", name)
    return bool(thing) and f"g_autoptr(Mill{thing[1].title().replace('_', '')})" in shown


def points(doxyfile, doxygen, compiler, flags):
    for path in sorted((tap.ROOT / "core/include/textmill").glob("*.h")):
        text = path.read_text(encoding="utf-8")
        found = list(examples(text))
        shown = "\n".join(code for _, code in found)
        names = DECLARATION.findall(text)
        yield f"{path.name}: each of {len(names)} functions has a comment", list(undocumented(text))
        yield f"{path.name}: every function stands in an example", [
            name for name in names if not re.search(rf"\b{name}\b", shown) and not is_freed(name, shown)]
        yield f"{path.name}: {len(found)} examples compile", compile_examples(compiler, flags, path.name, found)
    if doxygen:
        yield "Doxygen has nothing to complain about", complaints(doxygen, doxyfile)
    else:
        yield "Doxygen has nothing to complain about # SKIP no doxygen", []


if __name__ == "__main__":
    tap.report(points(sys.argv[1], sys.argv[2], [sys.argv[3]], sys.argv[4:]))
