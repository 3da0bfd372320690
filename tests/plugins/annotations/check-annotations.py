#!/usr/bin/env python3
"""Reads Web Annotations and brat files of the samples, as another program would. Prints TAP."""

import io
import json
import re
import subprocess
import sys
import urllib.parse

program = sys.argv[1]
results = []


def check(name, problems):
    for problem in list(problems)[:5]:
        print("#", problem)
    results.append(f"{'not ok' if problems else 'ok'} {len(results) + 1} {name}")


def parts(sample, options):
    """The parts as bytes, by name."""
    data = io.BytesIO(subprocess.run([program, sample, options], check=True, capture_output=True).stdout)
    found = {}
    while line := data.readline().decode():
        name, size = line.split()
        found[name] = data.read(int(size))
    return found


def selectors(annotation):
    return {s["type"]: s for s in annotation["target"]["selector"]}


def web_problems(text, source, collection):
    """What the Web Annotation Data Model asks, and that each selector selects the same."""
    items = collection["first"]["items"]
    if collection["@context"][0] != "http://www.w3.org/ns/anno.jsonld":
        yield "no context"
    if (collection["type"], collection["first"]["type"]) != ("AnnotationCollection", "AnnotationPage"):
        yield "no collection with a page"
    if collection["total"] != len(items) or len({i["id"] for i in items}) != len(items):
        yield "total, or ids that are not unique"
    for item in items:
        found = selectors(item)
        place, data = found["TextPositionSelector"], found["DataPositionSelector"]
        quote = found.get("TextQuoteSelector")
        if item["type"] != "Annotation" or not item["motivation"] or not item["target"]["source"]:
            yield f"{item['id']}: type, motivation or source"
        if re.search(r'[\s"<>\\^`{|}\x00-\x20]', item["id"] + item["target"]["source"]):
            yield f"{item['id']!r} is no IRI"
        if any(b["type"] != "TextualBody" or not isinstance(b["value"], str) for b in item.get("body", [])):
            yield f"{item['id']}: body"
        if source[data["start"]:data["end"]].decode() != text[place["start"]:place["end"]]:
            yield f"{item['id']}: the bytes of the source"
        if quote and (quote["exact"] != text[place["start"]:place["end"]]
                      or quote["prefix"] != text[max(0, place["start"] - 32):place["start"]]
                      or quote["suffix"] != text[place["end"]:place["end"] + 32]):
            yield f"{item['id']}: the quote"


# What ends a line for brat, which reads with str.splitlines(), or a field.
BREAKS = "[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+"


def brat_problems(text, data, comment=True):
    """As brat's server parses them (annotation.py): an id and a tab begin each line; a text-bound annotation says
    what stands in its fragments, with a blank between; a note is about an id that is in the file."""
    ids, notes = {}, []
    for line in data.decode().splitlines():
        name, _, rest = line.partition("\t")
        if not re.fullmatch("[A-Za-z]+[0-9]+|#[A-Za-z]*[0-9]+", name) or name in ids:
            yield f"{line!r}: the id"
        ids[name] = rest
        about, tab, tail = rest.partition("\t")
        if name[0] == "#":
            if len(about.split()) != 2 or not re.fullmatch(r"[A-Za-z_][\w-]*", about.split()[0], re.A):
                yield f"{line!r}: a type and a target"
            notes.append((name, *about.split(), json.loads(tail)))
            continue
        kind, rest = about.split(" ", 1)
        spans = [tuple(map(int, span.split(" "))) for span in rest.split(";")]
        words = " ".join(text[start:end] for start, end in spans)
        if name[0] != "T" or not re.fullmatch("[A-Za-z0-9_-]+", kind):
            yield f"{line!r}: name or type"
        if any(not 0 <= start < end <= len(text) for start, end in spans) or sorted(set(spans)) != spans:
            yield f"{line!r}: spans"
        if any(a[1] > b[0] or not re.fullmatch(BREAKS, text[a[1]:b[0]]) for a, b in zip(spans, spans[1:])):
            yield f"{line!r}: a fragment ends where no line does"
        if not words.strip() or tail != words:
            yield f"{line!r}: text"
    for name, kind, target, note in notes:
        if target not in ids:
            yield f"{name}: there is no {target}"
        if kind == "AnnotatorNotes" and (target != f"T{name[1:]}" or set(note) != {"layer", "attributes"}):
            yield f"{name}: {target} {note}"
    made = [(name, target, note) for name, kind, target, note in notes if kind == "Provenance"]
    if len(made) != comment or len(notes) != comment + sum(name[0] == "T" for name in ids):
        yield f"{len(notes)} notes, {len(made)} on what made it"
    for name, target, note in made:
        if (name, target) != ("#0", "T1" if "T1" in ids else "#0") or note["pipeline"] != "test" or not all(
                re.fullmatch("[0-9a-f]{64}", note[key]) for key in ("pipeline_sha256", "source_sha256")):
            yield f"{name}: {note}"


for sample in ("sample", "hostile", "worst", "bare"):
    found = parts(sample, "{}")
    text = found["text"].decode()
    web = json.loads(found["jsonld"])
    check(f"web: {sample}", list(web_problems(text, found["source"], web)))
    brat = parts(sample, "{ format: brat }")
    check(f"brat: {sample}", list(brat_problems(text, brat["ann"]))
          + ([] if brat["txt"] == brat["text"] and brat["ann"].endswith(b"\n") else ["the text, or no end of line"]))
plain = parts("sample", "{ format: brat, comment: false }")
check("brat: it need not say what made it", list(brat_problems(plain["text"].decode(), plain["ann"], comment=False)))
none = parts("sample", "{ format: brat, layers: none }")
check("brat: without annotations the note is about itself",
      list(brat_problems(none["text"].decode(), none["ann"])) + ([] if none["ann"].startswith(b"#0\tProvenance #0\t") else [none["ann"]]))

web = json.loads(parts("sample", "{ layers: tag, base: 'https://example.org/a?b=' }")["jsonld"])
first = web["first"]["items"][0]
check("the tags of the sample", [] if web["total"] == 2 and first == {
    "id": "https://example.org/a?b=plans/east.txt#tag-1", "type": "Annotation", "textmill:layer": "tag",
    "motivation": "tagging", "body": [
        {"type": "TextualBody", "purpose": "tagging", "value": "风能"},
        {"type": "TextualBody", "purpose": "classifying", "value": "energy/wind"},
        {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": '{"section":1}'}],
    "target": {"type": "SpecificResource", "source": "https://example.org/a?b=plans/east.txt", "selector": [
        {"type": "TextPositionSelector", "start": 9, "end": 11},
        {"type": "TextQuoteSelector", "exact": "风能", "prefix": "第一章 总则\n\n😀",
         "suffix": "与风能站点40.5个。\n\n专栏1 重点\n\n建站。\n"},
        {"type": "DataPositionSelector", "start": 22, "end": 28}]}} else [first])
check("who made it", [] if web["generator"]["textmill:pipeline"] == "test"
      and re.fullmatch("[0-9a-f]{64}", web["generator"]["textmill:pipeline_sha256"])
      and re.fullmatch("[0-9a-f]{64}", web["textmill:source_sha256"]) else [web["generator"]])
worst = json.loads(parts("worst", "{ layers: tag }")["jsonld"])
check("an id of any characters is part of an IRI",
      [] if urllib.parse.unquote(worst["first"]["items"][0]["target"]["source"])
      == "../bad\nid \"<&>'\t%20#?\u202e" else [worst["first"]["items"][0]["target"]["source"]])
short = json.loads(parts("sample", "{ quote: 2, origins: false }")["jsonld"])
check("quotes and origins can be left out",
      [i for i in short["first"]["items"] if "DataPositionSelector" in selectors(i)
       or len(selectors(i).get("TextQuoteSelector", {"exact": ""})["exact"]) > 2])
kinds = [line.split("\t")[1].split(" ")[0]
         for line in parts("sample", "{ format: brat }")["ann"].decode().split("\n") if line.startswith("T")]
check("brat: types", [] if kinds == ["chapter", "box", "energy_wind", "facility", "record_indicator"] else kinds)
print(f"1..{len(results)}", *results, sep="\n")
sys.exit(any(line.startswith("not") for line in results))
