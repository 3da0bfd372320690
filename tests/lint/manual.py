#!/usr/bin/env python3
"""The man page and the completions know every command and option that the program has.

Argument: the program."""

import re
import subprocess
import sys

import tap

COMPLETIONS = ("textmill.bash", "_textmill", "textmill.fish")


def help_of(textmill, *arguments):
    return subprocess.run([textmill, *arguments, "--help"], capture_output=True, text=True,
                          check=True).stdout


def commands(textmill):
    listing = help_of(textmill).split("Commands:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in listing.splitlines()]


def options(textmill, command):
    return re.findall(r"^ .*?--([\w-]+)", help_of(textmill, command), re.MULTILINE)


def points(textmill):
    texts = {"man page": (tap.ROOT / "docs/man/textmill.1").read_text(encoding="utf-8")
                         .replace("\\-", "-")}
    for name in COMPLETIONS:
        texts[name] = (tap.ROOT / "core/cli/completion" / name).read_text(encoding="utf-8")
    for name, text in texts.items():
        problems = []
        for command in commands(textmill):
            if not re.search(rf"\b{command}\b", text):
                problems.append(f"no command '{command}'")
            problems += [f"{command}: no option --{option}" for option in options(textmill, command)
                         if not re.search(rf"(--|-l ){option}\b", text)]
        yield f"{name} knows every command and option", problems


if __name__ == "__main__":
    tap.report(points(sys.argv[1]))
