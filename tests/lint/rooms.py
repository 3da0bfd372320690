#!/usr/bin/env python3
"""Who may include whom, as docs/architecture.md says it. A test point a room and plugin."""

import re
from collections import defaultdict

import tap

# A room may include its own headers and those of these rooms.
ROOMS = {
    "document": (),
    "config": ("document",),
    "plugin": ("document", "config"),
    "lexicon": (),
    "script": ("document", "config", "plugin", "lexicon"),
    "pipeline": ("document", "config", "plugin", "script"),
    "isolate": (),
    "source": ("document", "config", "pipeline", "isolate"),
    "results": ("document", "config", "pipeline", "source"),
    "run": ("document", "config", "pipeline", "isolate", "source", "results"),
    "validate": ("document", "config", "plugin"),
    "cli": (),
}
# Folders of plugins/ that are no plugin but a library for several, and core/lexicon, of which one is
# made for them as well; they are included as "FOLDER/header.h".
# `keywords` is one that has a library for others as well: what cuts words.
SHARED = ("lexicon", "writing", "keywords")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)


def includes(path):
    return INCLUDE.findall((tap.ROOT / path).read_text(encoding="utf-8"))


def check_room(room, path):
    """The public headers, system headers, and the headers of the rooms below."""
    for quote, header in includes(path):
        target = header.split("/")[0] if "/" in header else room
        if quote == "<" and (target == room or target not in ROOMS):
            continue  # a system header, or a public one
        if not (tap.ROOT / "core" / target / header.split("/")[-1]).exists():
            yield f'{path}: no header "{header}" in core/{target}'
        elif target != room and target not in ROOMS[room]:
            yield f'{path}: core/{room} must not include "{header}"'


def check_public(path):
    for quote, header in includes(path):
        if not header.startswith("textmill/") and header != "glib.h" or quote != "<":
            yield f"{path}: a public header must not include {header}"


def check_plugin(plugin, path):
    """One's own headers (also those its build makes) and the public ones."""
    for quote, header in includes(path):
        own = (tap.ROOT / "plugins" / plugin / header).exists()
        shared = header.split("/")[0] in SHARED
        own |= shared and (tap.ROOT / "plugins" / header).exists()
        own |= header.startswith("lexicon/") and (tap.ROOT / "core" / header).exists()
        own |= f"output: '{header}'" in (tap.ROOT / "plugins" / plugin / "meson.build").read_text()
        if quote == '"' and not own:
            yield f'{path}: "{header}" is not in plugins/{plugin}'
        elif quote == "<" and header.split("/")[0] in ROOMS:
            yield f"{path}: a plugin must not include the core's <{header}>"


def main():
    problems = defaultdict(list)
    for path in tap.files(".c", ".h"):
        area, room = path.parts[0], path.parts[1]
        if "templates" in path.parts:
            continue
        if area == "core" and room == "include":
            problems["public headers"] += check_public(path)
        elif area == "core" and room in ROOMS:
            problems[f"core/{room}"] += check_room(room, path)
        elif area == "core":
            problems["core"].append(f"{path}: room '{room}' is not on the map in {__file__}")
        elif area == "plugins":
            problems[f"plugins/{room}"] += check_plugin(room, path)
    tap.report(sorted(problems.items()))


if __name__ == "__main__":
    main()
