#!/usr/bin/env python3
"""Reads what print-csv prints with Python's csv module. Prints TAP."""

import csv
import io
import subprocess
import sys

results = []


def check(name, fine):
    results.append(f"{'ok' if fine else 'not ok'} {len(results) + 1} {name}")


def tables(*options):
    data = io.BytesIO(subprocess.run([sys.argv[1], *options], check=True, capture_output=True).stdout)
    parts = {}
    while line := data.readline().decode():
        name, size = line.split()
        parts[name] = io.StringIO(data.read(int(size)).decode("utf-8-sig"), newline="")
    return parts


def rows(table, **dialect):
    return list(csv.DictReader(table, strict=True, **dialect))


for label, options, dialect in (("commas", (), {}), ("tabs", ("{ delimiter: tab, bom: true }",), {"delimiter": "\t"})):
    parts = {name: rows(table, **dialect) for name, table in tables(*options).items()}
    check(f"{label}: the four tables", list(parts) == ["documents", "sections", "tags", "records.indicator"])
    check(f"{label}: no row has more or fewer cells than the header",
          all(None not in row and None not in row.values() for table in parts.values() for row in table))
    document, section, tag, record = (table[0] for table in parts.values())
    check(f"{label}: strings come back as they were",
          document["document"] == 'a,b"c.txt' and document["title"] == "=cmd|' /C calc'!A0"
          and section["title"] == '# *x* "y",\nz' and tag["category"] == '-a,b"\n' and record["unit"] == "\t=x")
safe = {name: rows(table) for name, table in tables("{ safe: true }").items()}
cells = [cell for table in safe.values() for row in table for cell in row.values()]
check("safe: no cell begins like a formula", not any(cell[:1] in "=+-@\t\r\n＝＋－＠" for cell in cells if cell))
print(f"1..{len(results)}", *results, sep="\n")
sys.exit(any(line.startswith("not") for line in results))
