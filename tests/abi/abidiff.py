#!/usr/bin/env python3
"""The interface of today against the interfaces of earlier days, judged by abidiff (libabigail).

usage: abidiff.py CC [FLAG...]      (the flags that find GLib)
       abidiff.py --show OLD CC [FLAG...]      what abidiff says about the headers in the folder OLD

What a plugin was compiled with is the headers, so the headers are what is compared: of each set a
library is made in which every function is there and does nothing, and every public type is used. No
binary has to be kept. The second half tries the guard itself: it must see what would break a plugin,
and let pass what does not."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lint"))
import tap  # noqa: E402

HERE = Path(__file__).resolve().parent
TODAY = tap.ROOT / "core/include"

# Structs that may grow at their end, and why that breaks nobody.
GROWING = {
    "MillStepType": "a plugin says its size (docs/decisions/0007)",
    "MillOption": "a plugin says its size",
    "MillPlugin": "a plugin says its size",
    "MillTool": "a plugin says its minor number, by which core/plugin/import.c copies it",
    "MillPart": "the core makes them, one at a time",
    "MillProvenance": "the core makes them, one at a time",
    "MillRunSummary": "the core makes them, one at a time",
    "MillPipelineOptions": "for programs that embed the library, which are built again for a minor version",
    "MillRunOptions": "for programs that embed the library",
    "MillValidateOptions": "for programs that embed the library",
}
# In the headers of 1.0 for an hour, and gone before anything was released.
FORGOTTEN = {"mill_option_type_name", "mill_step_type_help"}

GROWTH = re.compile(r"'struct (\w+)' changed:\n  type size changed from (\d+) to \d+ \(in bits\)\n"
                    r"  \d+ data member insertions?:\n((?:    '.*', at offset \d+ \(in bits\)\n?)+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FUNCTION = re.compile(r"^MILL_API\s([^;{]*?)\s*(?:G_GNUC_\w+(?:\([^)]*\))?)?\s*;", re.DOTALL | re.MULTILINE)
TYPE = re.compile(r"^typedef (?:struct|enum) \{.*?^\} (\w+);|^struct (Mill\w+) \{", re.DOTALL | re.MULTILINE)

# What is done to today's headers, and whether a plugin survives it: file, pattern, replacement.
CHANGES = [
    ("a function more", True, "utf8.h", r"(?=^G_END_DECLS)", "MILL_API gsize mill_utf8_more(void);\n"),
    ("a callback more, at the end", True, "plugin.h", r"(^struct MillStepType \{.*?)(?=^\};)",
     r"\1    void (*more)(gpointer self);\n"),
    ("an option's field more, at the end", True, "option.h", r"(^struct MillOption \{.*?)(?=^\};)", r"\1    gint64 more;\n"),
    ("a word more in an enumeration", True, "types.h", r"(?=^\} MillSeverity;)", "    MILL_SEVERITY_MORE,\n"),
    ("a function less", False, "utf8.h", r"^MILL_API gsize mill_utf8_count.*?;", ""),
    ("another type of an argument", False, "edit.h", r"(?<=^MILL_API void )mill_edit_insert\(MillEdit \*edit, gsize at",
     "mill_edit_insert(MillEdit *edit, guint32 at"),
    ("an argument more", False, "document.h", r"^MILL_API void mill_document_set_path\(",
     "MILL_API void mill_document_set_path(gint more, "),
    ("another type of a result", False, "value.h", r"^MILL_API gint64 mill_value_get_int", "MILL_API gint mill_value_get_int"),
    ("a callback more, in the middle", False, "plugin.h", r"(?=^    void \(\*close\))", "    void (*more)(gpointer self);\n"),
    ("a field more, in the middle", False, "plugin.h", r"(?=^    gsize n_files)", "    gsize more;\n"),
    ("two fields exchanged", False, "option.h", r"    guint32 type;(.*?)\n    guint32 flags;(.*?)\n",
     r"    guint32 flags;\2\n    guint32 type;\1\n"),
    ("a field less", False, "plugin.h", r"^    const char \*version;.*?\n", ""),
    ("a field of another type", False, "plugin.h", r"gint64 number; ", "gint32 number; "),
    ("a struct that is handed over by value, larger", False, "types.h", r"(?=^\} MillSpan;)", "    gsize more;\n"),
    ("a word more, in the middle", False, "types.h", r"(?=^    MILL_DROP,)", "    MILL_MORE,\n"),
]


def read(folder):
    """All headers under @folder, without comments."""
    return "\n".join(COMMENT.sub("", path.read_text(encoding="utf-8"))
                     for path in sorted((folder / "textmill").glob("*.h")))


def stub(folder):
    """C that defines what the headers declare."""
    text = read(folder)
    lines = ["#include <textmill/textmill.h>"]
    lines += [f"MILL_API {declared} {{ __builtin_trap(); }}" for declared in FUNCTION.findall(text)
              if not FORGOTTEN & set(re.findall(r"\w+", declared))]
    for typedef, tag in TYPE.findall(text):
        lines.append(f"MILL_API void of_type_{typedef or tag}(const {typedef or tag} *it) {{}}")
    return "\n".join(lines) + "\n"


def build(folder, target, compiler):
    result = subprocess.run([*compiler, "-x", "c", "-std=gnu17", "-g", "-O0", "-w", "-shared", "-fPIC",
                             "-Wl,-soname,libtextmill.so", "-I", str(folder), "-o", str(target), "-"],
                            input=stub(folder), text=True, capture_output=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"{folder}:\n{result.stderr}")


def is_growth(paragraph):
    """Whether abidiff only says that a struct grew at its end, which may."""
    match = GROWTH.fullmatch(paragraph)
    offsets = [int(offset) for offset in re.findall(r"at offset (\d+)", match[3])] if match else []
    return bool(match) and match[1] in GROWING and min(offsets) >= int(match[2])


def compare(old, new):
    """What abidiff finds that would break a plugin, in lines."""
    result = subprocess.run(["abidiff", "--leaf-changes-only", "--no-added-syms", "--no-show-locs", str(old), str(new)],
                            text=True, capture_output=True, check=False)
    if result.returncode == 0:
        return []
    summary, *paragraphs = re.split(r"\n\s*\n", (result.stdout + result.stderr).strip())
    breaks = [paragraph for paragraph in paragraphs if not is_growth(paragraph.rstrip())]
    if not paragraphs:
        breaks = [summary]  # it failed
    return "\n".join(breaks).splitlines()


def versions():
    return sorted((path for path in HERE.iterdir() if re.fullmatch(r"\d+\.\d+", path.name)),
                  key=lambda path: [int(number) for number in path.name.split(".")])


def change(scratch, file, pattern, replacement):
    """Today's headers with one change, in a folder of their own."""
    folder = scratch / "changed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(TODAY, folder)
    path = folder / "textmill" / file
    text, n = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1,
                      flags=re.DOTALL | re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return folder if n else None


def points(compiler):
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        today = scratch / "today.so"
        build(TODAY, today, compiler)
        yield "every function is compared", [f"{missing} is not" for missing in sorted(
            set(re.findall(r"\b(mill_\w+)\s*\(", "\n".join(FUNCTION.findall(read(TODAY))))) ^
            set(re.findall(r"MILL_API[^;]*?\b(mill_\w+)\s*\(", read(TODAY))) - {"mill_plugin_describe"})]
        for version in versions():
            build(version, scratch / "old.so", compiler)
            yield f"plugins of ABI {version.name} find what they need", compare(scratch / "old.so", today)
        for what, survives, *edit in CHANGES:
            folder = change(scratch, *edit)
            if not folder:
                yield f"seen: {what}", [f"the change does not apply to {edit[0]}; mend CHANGES"]
                continue
            build(folder, scratch / "changed.so", compiler)
            found = compare(today, scratch / "changed.so")
            if survives:
                yield f"let pass: {what}", found
            else:
                yield f"seen: {what}", [] if found else ["abidiff says nothing"]


def show(old, compiler):
    with tempfile.TemporaryDirectory() as name:
        build(Path(old), Path(name) / "old.so", compiler)
        build(TODAY, Path(name) / "today.so", compiler)
        print("\n".join(compare(Path(name) / "old.so", Path(name) / "today.so")) or "nothing that would break a plugin")


if __name__ == "__main__":
    if sys.argv[1] == "--show":
        show(sys.argv[2], sys.argv[3:])
    elif not shutil.which("abidiff"):
        print("1..0 # SKIP no abidiff (Debian: abigail-tools)")
    else:
        tap.report(points(sys.argv[1:]))
