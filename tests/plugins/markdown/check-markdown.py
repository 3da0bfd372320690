#!/usr/bin/env python3
"""Renders random hostile lines by cmark-gfm (or cmark) and wants them back as plain paragraphs. Prints TAP."""

import html
import random
import re
import shutil
import subprocess
import sys

renderer = shutil.which("cmark-gfm") or shutil.which("cmark")
if not renderer:
    print("1..0 # SKIP neither cmark-gfm nor cmark is installed")
    sys.exit(0)
extensions = [arg for name in ("table", "strikethrough", "tagfilter", "tasklist") for arg in ("-e", name)]
command = [renderer, *(extensions if renderer.endswith("gfm") else [])]

random.seed(20210210)
pieces = ["#", "##", " ", " ", "-", "+", "*", "**", "_", "__", "`", "```", "~", "~~~", ">", "<", "<b>", "</b>",
          "<!--", "&", "&amp;", "&#42;", "[", "]", "(u)", "!", "|", "|-|", ":", "=", "---", "===", "1.", "12)", "\\",
          "a", "b_c", "中", "，", "0", ".", "\"", "'", "{x}", "$"]
lines = [" ".join("".join(random.choices(pieces, k=random.randint(1, 9))).split()) for _ in range(1500)]
lines = [line for line in lines if line]
markdown = subprocess.run([sys.argv[1]], input="\n".join(lines).encode(), check=True, capture_output=True).stdout
page = subprocess.run(command, input=markdown, check=True, capture_output=True).stdout.decode()
paragraphs = [html.unescape(p) for p in re.findall(r"<p>(.*?)</p>\n", page, re.DOTALL)]
tags = set(re.findall(r"<(\w+)", page)) - {"p"}
wrong = [(line, got) for line, got in zip(lines, paragraphs) if line != got]
for line, got in wrong[:5]:
    print(f"# {line!r} became {got!r}")
print("1..2")
print("not ok" if tags else "ok", "1 no markup comes of text", f"# {tags}" if tags else "")
print("not ok" if wrong or len(lines) != len(paragraphs) else "ok", "2 every line comes back as it was")
sys.exit(bool(tags or wrong or len(lines) != len(paragraphs)))
