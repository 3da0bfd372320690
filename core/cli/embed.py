#!/usr/bin/env python3
"""Writes files as C: the source of cli_files, or a header with a string constant a file.

usage: embed.py OUTPUT NAME=PATH...
       embed.py --header OUTPUT NAME=PATH...
"""

import sys


def quote(text):
    """C string literals, one a line of the text; other bytes than printable ASCII in octal."""
    lines = []
    for line in text.splitlines(keepends=True):
        escaped = ""
        for byte in line.encode("utf-8"):
            char = chr(byte)
            if char == "\n":
                escaped += "\\n"
            elif char in '"\\?':
                escaped += "\\" + char
            elif 32 <= byte < 127:
                escaped += char
            else:
                escaped += f"\\{byte:03o}"
        lines.append(f'      "{escaped}"')
    return "\n".join(lines) or '      ""'


def main(output, files):
    with open(output, "w", encoding="ascii") as out:
        out.write('/* Written by embed.py. */\n#include "cli/files.h"\n\n#include <stddef.h>\n\n')
        out.write("const CliFile cli_files[] = {\n")
        for entry in files:
            name, path = entry.split("=", 1)
            with open(path, encoding="utf-8") as text:
                out.write(f'    {{ "{name}",\n{quote(text.read())} }},\n')
        out.write("    { NULL, NULL },\n};\n")


def header(output, files):
    with open(output, "w", encoding="ascii") as out:
        out.write("/* Written by embed.py. */\n")
        for entry in files:
            name, path = entry.split("=", 1)
            with open(path, encoding="utf-8") as text:
                out.write(f"static const char {name}[] =\n{quote(text.read())};\n")


if __name__ == "__main__":
    if sys.argv[1] == "--header":
        header(sys.argv[2], sys.argv[3:])
    else:
        main(sys.argv[1], sys.argv[2:])
