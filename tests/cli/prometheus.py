"""Reads a file in Prometheus' text exposition format, strictly, and prints the value of an expression.

    prometheus.py FILE [EXPRESSION]

`m` is a dictionary: name of the sample → {labels as a tuple of pairs: value}. Whatever the format does not
allow, or the textfile collector of the node exporter does not take, is an error: samples without HELP and TYPE,
families in pieces, samples twice, time stamps, wrong escapes, counters that are no counts, incomplete summaries.
"""

import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"')
VALUE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?|Inf)|NaN")
TYPES = ("counter", "gauge", "summary")


def fail(number, what):
    sys.exit(f"line {number}: {what}")


def unescape(text):
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


def labels_of(text, number):
    pairs, at = [], 0
    while at < len(text):
        match = LABEL.match(text, at)
        if not match:
            fail(number, f"no label at {text[at:]!r}")
        pairs.append((match[1], unescape(match[2])))
        at = match.end()
        if at < len(text):
            if text[at] != "," or at + 1 == len(text):
                fail(number, "labels are separated by commas")
            at += 1
    if len({name for name, _ in pairs}) != len(pairs):
        fail(number, "a label twice")
    return tuple(pairs)


def family_of(name, types):
    for suffix in ("_sum", "_count"):
        base = name.removesuffix(suffix)
        if base != name and types.get(base) == "summary":
            return base
    return name


def read(text):
    if not text.endswith("\n"):
        sys.exit("the last line does not end")
    types, helps, samples, done, current = {}, set(), {}, set(), None
    for number, line in enumerate(text[:-1].split("\n"), 1):
        if match := re.fullmatch(rf"# HELP ({NAME}) (\S.*)", line):
            if match[1] in helps:
                fail(number, "HELP twice")
            helps.add(match[1])
        elif match := re.fullmatch(rf"# TYPE ({NAME}) (\w+)", line):
            name, kind = match.groups()
            if name in types or kind not in TYPES or name not in helps:
                fail(number, "TYPE twice, unknown, or before HELP")
            types[name] = kind
        elif match := re.fullmatch(rf"({NAME})(?:\{{(.*)\}})? (\S+)", line):
            name, labels = match[1], labels_of(match[2] or "", number)
            family = family_of(name, types)
            if family not in types:
                fail(number, f"{name} has no TYPE")
            if not VALUE.fullmatch(match[3]):
                fail(number, f"no number: {match[3]}")
            if family != current and family in done:
                fail(number, f"{family} is in pieces")
            current = family
            done.add(family)
            kind, value = types[family], float(match[3])
            if kind == "counter" and not (name.endswith("_total") and value >= 0):
                fail(number, "a counter is called _total and never negative")
            if (kind == "summary" and name == family) != ("quantile" in dict(labels)):
                fail(number, "quantiles are for summaries")
            if labels in samples.setdefault(name, {}):
                fail(number, "a sample twice")
            samples[name][labels] = value
        else:
            fail(number, f"neither a comment nor a sample: {line!r}")
    check(types, helps, samples)
    return samples


def check(types, helps, samples):
    for name in helps:
        if name not in types:
            sys.exit(f"{name} has HELP and no TYPE")
    for name, kind in types.items():
        if kind != "summary":
            if not samples.get(name):
                sys.exit(f"{name} has no sample")
            continue
        keys = {tuple(p for p in labels if p[0] != "quantile") for labels in samples[name]}
        for suffix in ("_sum", "_count"):
            if set(samples[name + suffix]) != keys:
                sys.exit(f"{name}{suffix} is not complete")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        m = read(file.read())
    if len(sys.argv) > 2:
        print(eval(sys.argv[2]))
