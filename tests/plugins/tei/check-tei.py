#!/usr/bin/env python3
"""Reads the TEI of the samples as another program would: xmllint with a schema, and an XML parser. Prints TAP.

Arguments: print-tei, the schema, xmllint or "", and where the schema of TEI Lite is kept between runs (lite.py). The
first schema is the part of TEI Lite that textmill writes, which needs no network.
"""

import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import lite

program, schema, xmllint, folder = sys.argv[1:]
NAMESPACE = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
SAMPLES = ("sample", "hostile", "worst", "bare")
OPTIONS = ("{}", "{ marks: [], origins: false, lines: soft }", "{ marks: ['tag', 'record.indicator', \"odd name\\n<\\\"\"] }")
results = []


def check(name, problems, directive=""):
    for problem in list(problems)[:5]:
        print("#", problem)
    results.append(f"{'not ok' if problems else 'ok'} {len(results) + 1} {name}{directive}")


def parts(sample, options):
    data = io.BytesIO(subprocess.run([program, sample, options], check=True, capture_output=True).stdout)
    found = {}
    while line := data.readline().decode():
        name, size = line.split()
        found[name] = data.read(int(size))
    return found


def validate(xml, rng):
    result = subprocess.run([xmllint, "--noout", "--nonet", "--relaxng", rng, "-"], input=xml, capture_output=True, check=False)
    return result.stderr.decode(errors="replace").splitlines() if result.returncode else []


def visible(text):
    """Without what XML cannot hold, and with blanks as a reader sees them."""
    return " ".join(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text).split())


def text_of(element):
    return visible("".join(element.itertext()))


whole, missing = lite.load(folder) if xmllint else (None, "xmllint is not installed")
for sample in SAMPLES:
    for number, options in enumerate(OPTIONS):
        found = parts(sample, options)
        xml, text = found["main"], found["text"].decode()
        if xmllint:
            check(f"{sample} {number}: the schema of what is written holds", validate(xml, schema))
        if whole:
            check(f"{sample} {number}: it is TEI Lite", validate(xml, whole))
        root = ElementTree.fromstring(xml)
        body = root.find(f"{NAMESPACE}text/{NAMESPACE}body")
        blocks = [e for e in body.iter() if e.tag in (NAMESPACE + "p", NAMESPACE + "head")]
        check(f"{sample} {number}: all of the text, in order",
              [] if " ".join(filter(None, map(text_of, blocks))) == visible(text) else map(text_of, blocks))
        wrong = []
        for block in body.iter(NAMESPACE + "p"):
            if place := block.get("corresp"):
                start, end = map(int, re.fullmatch(r".*#byte=(\d+),(\d+)", place).groups())
                if visible(found["source"][start:end].decode()) != text_of(block):
                    wrong.append(place)
        check(f"{sample} {number}: corresp leads to the source", wrong)

if missing:
    check("it is TEI Lite", [], f" # SKIP {missing}")
else:
    # The judge judges: what TEI Lite has no place for is found.
    xml = parts("sample", "{}")["main"]
    for name, old, new in (("element", b"<p", b"<paragraph"), ("attribute", b"<div ", b'<div shape="round" '),
                           ("order", b"<body>", b"<body><head>x</head><p/><head>y</head>")):
        check(f"TEI Lite has no such {name}", [] if validate(xml.replace(old, new, 1), whole) else [name])
root = ElementTree.fromstring(parts("sample", "{}")["main"])
terms = [(t.get(ID), t.get("key"), t.text, t.get("ana")) for t in root.iter(NAMESPACE + "term")]
check("terms", [] if terms == [("tag-1", "风能", "风能", "#category.1"), ("tag-2", "站点", "站点", "#category.2")] else terms)
categories = [(c.get(ID), text_of(c)) for c in root.iter(NAMESPACE + "category")]
check("categories", [] if categories == [("category.1", "energy/wind"), ("category.2", "facility")] else categories)
divisions = [(d.get("type"), d.get("n"), d.get(ID), text_of(d.find(NAMESPACE + "head"))) for d in root.iter(NAMESPACE + "div")]
check("divisions", [] if divisions == [("chapter", "第一章", "section-1", "第一章 总则"),
                                       ("box", "专栏1", "section-2", "专栏1 重点")] else divisions)
names = {e.get("type"): e.text for e in root.find(NAMESPACE + "teiHeader").iter() if e.get("type")}
check("who made it, of what", [] if names["software"].startswith("textmill ") and names["pipeline"] == "test"
      and re.fullmatch("[0-9a-f]{64}", names["pipeline_sha256"]) and re.fullmatch("[0-9a-f]{64}", names["sha256"])
      and root.find(f".//{NAMESPACE}change").get("when") == "2009-02-13T23:31:30Z" else names.items())

# A mark that crosses others or the borders of paragraphs is written in parts, which lead back to its first.
worst = ElementTree.fromstring(parts("worst", "{}")["main"])
found, wrong = {}, []
for term in worst.iter(NAMESPACE + "term"):
    name, previous = term.get(ID), term.get("prev")
    found[name] = term.get("key")
    if previous and found.get(previous[1:]) != term.get("key"):
        wrong.append(name)
first = [name for name in found if "." not in name]
check("parts of a mark are joined", wrong or ([] if len(first) == 4 and len(found) > 8 else found))
print(f"1..{len(results)}", *results, sep="\n")
sys.exit(any(line.startswith("not") for line in results))
