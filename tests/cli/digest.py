#!/usr/bin/env python3
"""What a person would check of an exported document: metadata, outline, targets, tags, remarks.

usage: digest.py FILE.json

Also checks what must hold for every export: spans lie in the text, origins in the source, sections
nest, and where text was copied, its origin holds the same bytes.
"""

import json
import sys
from collections import Counter
from pathlib import Path


def check(document, source):
    text = document["text"].encode()
    rows = document.get("sections", []) + document.get("tags", [])
    for name in document.get("records", {}):
        rows += document["records"][name]
    for row in rows:
        assert 0 <= row["start"] <= row["end"] <= len(text), row
        assert 0 <= row["origin"]["start"] <= row["origin"]["end"] <= len(source), row
    for tag in document.get("tags", []):
        assert text[tag["start"]:tag["end"]].decode() == tag["text"], tag
        assert source[tag["origin"]["start"]:tag["origin"]["end"]].decode() == tag["text"], tag
    sections = {section["id"]: section for section in document.get("sections", [])}
    for section in sections.values():
        parent = sections.get(section["parent"])
        if parent:
            assert parent["start"] <= section["start"] <= section["end"] <= parent["end"], section
            assert section["level"] == parent["level"] + 1, section


def print_outline(document):
    """A line a section, with its last characters, which show where it ends."""
    text = document["text"].encode()
    for section in document.get("sections", []):
        tail = text[section["start"]:section["end"]].decode().strip()[-8:]
        words = [section["kind"], section["label"], section.get("number"), section["title"]]
        shown = " | ".join("" if word is None else str(word) for word in words)
        print("  " * section["level"] + shown + " … " + tail.replace("\n", " "))


def print_records(document):
    titles = {section["id"]: section["label"] for section in document.get("sections", [])}
    for name, rows in document.get("records", {}).items():
        print(f"\n{name}:")
        for row in rows:
            facts = {key: value for key, value in row.items()
                     if key not in ("start", "end", "origin", "section") and value is not None}
            print(f"  {titles.get(row.get('section'), '-')}: "
                  + json.dumps(facts, ensure_ascii=False, sort_keys=True))


def main(path):
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    check(document, Path(document["source"]["path"]).read_bytes())
    print("metadata:")
    for key, value in document["metadata"].items():
        print(f"  {key}: {json.dumps(value, ensure_ascii=False)}")
    print("\nsections:")
    print_outline(document)
    print_records(document)
    tags = Counter((tag["category"], tag["term"]) for tag in document.get("tags", []))
    if tags:
        print("\ntags:")
    for (category, term), count in sorted(tags.items()):
        print(f"  {category} {term} {count}")
    print("\nremarks:")
    for remark in document.get("diagnostics", []):
        print(f"  {remark['severity']} {remark['code']}: {remark['message']}")


if __name__ == "__main__":
    main(sys.argv[1])
