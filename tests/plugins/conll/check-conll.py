#!/usr/bin/env python3
"""Reads the CoNLL-U of the samples: its form, and that text and places can be found again. Prints TAP."""

import io
import re
import subprocess
import sys

program = sys.argv[1]
results = []


def check(name, problems):
    for problem in list(problems)[:5]:
        print("#", repr(problem)[:400])
    results.append(f"{'not ok' if problems else 'ok'} {len(results) + 1} {name}")


def parts(sample, options):
    data = io.BytesIO(subprocess.run([program, sample, options], check=True, capture_output=True).stdout)
    found = {}
    while line := data.readline().decode():
        name, size = line.split()
        found[name] = data.read(int(size))
    return found


def unescape(value):
    return re.sub(r"\\(.)", lambda m: {"s": " ", "t": "\t", "r": "\r", "n": "\n", "p": "|"}.get(m[1], m[1]), value)


def sentences(data):
    """Comments and rows of each sentence."""
    for block in data.decode().split("\n\n")[:-1]:
        lines = block.split("\n")
        comments = dict(re.fullmatch(r"# ([\w ]+?)(?: = (.*))?", line).groups() for line in lines if line.startswith("#"))
        yield comments, [line.split("\t") for line in lines if not line.startswith("#")]


def misc(row):
    return dict(item.split("=", 1) for item in row[9].split("|"))


def line(text):
    """As a form stands on its line."""
    return re.sub("[\t\r\n]", " ", text)


for sample, options in [(sample, options) for sample in ("sample", "hostile", "worst", "bare", "words")
                        for options in ("{}", "{ cut: characters }")]:
    found = parts(sample, options)
    text, source, wrong, whole = found["text"].decode(), found["source"], [], ""
    for comments, rows in sentences(found["main"]):
        shown = ""
        for number, row in enumerate(rows, 1):
            fields = misc(row)
            start, end = map(int, fields["TokenRange"].split(":"))
            first, last = map(int, fields["Origin"].split(":"))
            if len(row) != 10 or row[0] != str(number) or not row[1] or row[2:9] != ["_"] * 7:
                wrong.append(row)
            if line(text[start:end]) != row[1] or source[first:last].decode() != text[start:end]:
                wrong.append(("place", row))
            after = "" if fields.get("SpaceAfter") == "No" else unescape(fields.get("SpacesAfter", " "))
            whole += unescape(fields.get("SpacesBefore", "")) + text[start:end] + after
            shown += row[1] + (" " if after and number < len(rows) else "")
        if comments["text"] != shown:
            wrong.append((comments["text"], shown))
    check(f"{sample} {options}: rows and places", wrong)
    check(f"{sample} {options}: the whole text comes back", [] if whole == text else [whole, text])

rows = [row for _, found in sentences(parts("sample", "{}")["main"]) for row in found]
tagged = [(row[1], misc(row)["Tag"]) for row in rows if "Tag" in misc(row)]
check("tags", [] if tagged[0][1] == "B-energy/wind" and tagged[0][0].startswith("风")
      and any(tag == "B-facility" for _, tag in tagged) else tagged)
check("numbers stay whole", [] if "40.5" in [row[1] for row in rows] else [row[1] for row in rows])
rows = [row[1] for _, found in sentences(parts("sample", "{ cut: characters }")["main"]) for row in found]
check("single characters", [] if "风" in rows and "40.5" in rows else rows)
rows = [row for _, found in sentences(parts("words", "{}")["main"]) for row in found]
check("words of the layer, and what it leaves out", [] if [row[1] for row in rows[:10]] ==
      ["风能", "and ", '"', "a", 'b" ', "end", "of", "lines", "。", "😀 x"] else [row[1] for row in rows[:12]])
check("what is odd in a mark is escaped", [] if misc(rows[0])["Tag"] == "B-x\\py\\sz" and misc(rows[1])["Tag"] == "I-x\\py\\sz"
      and "Tag" not in misc(rows[2]) else rows[:3])
head = next(sentences(parts("sample", "{}")["main"]))[0]
check("who made it, of what", [] if head["newdoc id"] == "plans/east.txt" and head["pipeline"] == "test"
      and re.fullmatch("[0-9a-f]{64}", head["pipeline_sha256"]) and re.fullmatch("[0-9a-f]{64}", head["source_sha256"]) else head.items())
print(f"1..{len(results)}", *results, sep="\n")
sys.exit(any(line.startswith("not") for line in results))
