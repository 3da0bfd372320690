#!/usr/bin/env python3
"""Reads what print-json prints with another JSON reader: syntax, schema, offsets. Prints TAP."""

import json
import subprocess
import sys

program, schema_path = sys.argv[1:]
lines = subprocess.run([program], check=True, capture_output=True).stdout.decode().split("\n")
results = []


def check(name, fine, directive=""):
    results.append(f"{'ok' if fine else 'not ok'} {len(results) + 1} {name}{directive}")


def slice_text(document, span):
    text = document["text"]
    unit = document["textmill"].get("offsets", "bytes")
    if unit == "codepoints":
        return text[span["start"]:span["end"]]
    data, width = (text.encode("utf-16-le"), 2) if unit == "utf16" else (text.encode(), 1)
    part = data[span["start"] * width:span["end"] * width]
    return part.decode("utf-16-le" if width == 2 else "utf-8")


documents = [json.loads(line) for line in lines if line]
check("nine documents, a line each", len(documents) == 9 and lines[-1] == "")
check("tags are what stands at their offsets",
      all(slice_text(d, t) == t["text"] for d in documents for t in d.get("tags", [])))
check("a heading begins its section",
      all(slice_text(d, s).startswith(slice_text(d, s["heading"]))
          for d in documents for s in d.get("sections", [])))
hostile = documents[1]
check("hostile strings come back as they were",
      "</script> \u2028 \x01" in hostile["text"] and hostile["metadata"]["yes"] == 'no\n---\n: "x"'
      and hostile["records"]["indicator"][0]["unit"] == "\t=x")
try:
    import jsonschema
    with open(schema_path, encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    problems = [e.message for d in documents for e in validator.iter_errors(d)]
    for problem in problems:
        print("#", problem)
    check("the schema holds", not problems)
    broken = json.loads(lines[0])
    del broken["source"]["sha256"]
    check("the schema notices what is missing", not validator.is_valid(broken))
except ImportError:
    check("the schema holds", True, " # SKIP python3-jsonschema is not installed")
print(f"1..{len(results)}", *results, sep="\n")
sys.exit(any(line.startswith("not") for line in results))
