#!/usr/bin/env python3
"""Makes the corpora of tests and benchmarks: many short records, or many files. The same numbers give the same bytes.

usage: corpus.py records COUNT FILE [--size BYTES]
       corpus.py files COUNT FOLDER [--size BYTES] [--flat]

`records` writes JSON lines with `id`, `lang` and `text`, of about 1 KB each. `files` writes documents of chapters,
sections and sentences of about 70 KB each, 1,000 a folder.

examples: corpus.py records 1000000 records.jsonl
          corpus.py files 10000 documents
"""

import argparse
import json
import random
from pathlib import Path

SEED = 7
N_TEXTS = 512  # different ones; a number in front makes each record one of its own
FOLDER = 1000  # files in each


def make_words(rng):
    """Words that only stand for words: two to four characters that any dictionary may have or not."""
    return ["".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(rng.randint(2, 4))) for _ in range(500)]


def make_text(rng, words, size):
    """Chapters, sections and sentences, of about @size bytes, half of them English."""
    lines = ["第一章 " + rng.choice(words)]
    while sum(len(line.encode()) + 1 for line in lines) < size:
        if rng.random() < 0.7:
            lines.append("".join(rng.choices(words, k=40)) + "。")
        else:
            lines.append("The district plans " + " and ".join(f"line {rng.randrange(1000)}" for _ in range(12)) + ".")
        if len(lines) % 20 == 0:
            lines.append(f"第{len(lines) // 20}节 " + rng.choice(words))
    return "\n".join(lines).encode()[:size].decode("utf-8", "ignore")


def write_records(count, path, size=1000):
    """@count JSON lines into @path."""
    rng = random.Random(SEED)
    words = make_words(rng)
    texts = [json.dumps(make_text(rng, words, max(size - 100, 20)), ensure_ascii=False)[1:] for _ in range(N_TEXTS)]
    with open(path, "w", encoding="utf-8", buffering=1 << 20) as file:
        for number in range(count):
            file.write(f'{{"id":"r{number:07}","lang":"{"zh" if number % 3 else "en"}","text":"{number}: {texts[number % N_TEXTS]}}}\n')


def write_files(count, folder, size=70_000, flat=False):
    """@count files into @folder."""
    rng = random.Random(SEED)
    words = make_words(rng)
    texts = [make_text(rng, words, size) for _ in range(16)]
    for number in range(count):
        home = Path(folder) if flat else Path(folder) / f"{number // FOLDER:03}"
        if number % FOLDER == 0:
            home.mkdir(parents=True, exist_ok=True)
        (home / f"{number:06}.txt").write_text(f"{number}\n{texts[number % len(texts)]}\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["records", "files"])
    parser.add_argument("count", type=int)
    parser.add_argument("path")
    parser.add_argument("--size", type=int, help="bytes of each, about")
    parser.add_argument("--flat", action="store_true", help="all files in one folder")
    given = parser.parse_args()
    size = {"size": given.size} if given.size else {}
    if given.kind == "records":
        write_records(given.count, given.path, **size)
    else:
        write_files(given.count, given.path, flat=given.flat, **size)


if __name__ == "__main__":
    main()
