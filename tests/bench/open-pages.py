#!/usr/bin/env python3
"""How long pages take to open in Chromium: the report of a document of 1 MB, and that of a run of 10,000
documents.

usage: open-pages.py TEXTMILL [DOCUMENT]      DOCUMENT is repeated up to 1 MB; the example page if there is none

Opening is from the navigation to the first frame after the load event, so with layout and paint; each page is
opened seven times in a fresh tab. Searching is from a key to the next frame, and showing records from the jump
to their table. On a busy machine the processor time of
the process that shows the page says more: all its threads, with starting up."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/browser"))
import chrome  # noqa: E402
import given  # noqa: E402

TIMES = 7
DRAWN = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


def run(textmill, folder, steps, inputs):
    pipeline = Path(folder, "pipeline.yaml")
    pipeline.write_text(steps, encoding="utf-8")
    subprocess.run([textmill, "run", pipeline, inputs, "-o", Path(folder, "out"), "--quiet"], check=True)
    return Path(folder, "out")


def document_page(textmill, folder, document):
    text = document.read_text(encoding="utf-8")
    many = text * (1_000_000 // len(text.encode()) + 1)
    source = Path(folder, "large.txt")
    source.write_bytes(many.encode()[:1_000_000].decode(errors="ignore").encode())
    steps = (ROOT / "examples/plan.yaml").read_text(encoding="utf-8").split("  - use: json\n")[0]
    steps = steps.replace("energy.tsv", str(ROOT / "examples/energy.tsv"))
    return run(textmill, folder, steps + "  - use: report\n", source) / "large.html"


def run_page(textmill, folder, document):
    lines = [line for line in document.read_text(encoding="utf-8").split("\n") if line.strip()]
    inputs = Path(folder, "in")
    inputs.mkdir()
    for i in range(10_000):
        some = [lines[(i * 7 + k * (i % 5 + 1)) % len(lines)] for k in range(5 + i % 30)]
        Path(inputs, f"{i:05}.txt").write_text(f"规划材料第{i}号\n" + "\n".join(some) + "\n", encoding="utf-8")
    Path(folder, "title.lua").write_text("""return { name = "title", summary = "first line", process = function(doc)
        doc.meta.title = doc:text():match("^[^\\n]*") end }""", encoding="utf-8")
    steps = f"""textmill: 1
steps:
  - use: sections
    with: {{ scheme: zh-plan }}
  - use: tags
    with: {{ dictionary: {ROOT / 'examples/energy.tsv'} }}
  - script: title.lua
  - use: report-index
"""
    return run(textmill, folder, steps, inputs) / "index.html"


def type_search(it):
    it.evaluate("document.getElementById('search').focus()")
    yield
    it.type("第77")


def show_records(it):
    yield
    it.evaluate("document.getElementById('records-0')?.scrollIntoView()")


def measure(browser, page, what, then):
    opened, used, after = [], [], []
    for _ in range(TIMES):
        with browser.open(page, fresh=True) as it:
            it.evaluate(DRAWN)
            opened.append(time.monotonic() - it.began)
            it.call("Performance.enable")
            used += [metric["value"] for metric in it.call("Performance.getMetrics")["metrics"]
                     if metric["name"] == "ProcessTime"]
            steps = then(it)
            next(steps)
            begin = time.monotonic()
            next(steps, None)
            it.evaluate(DRAWN)
            after.append(time.monotonic() - begin)
    size = page.stat().st_size / 1e6
    print(f"{page.name}: {size:.1f} MB, opened in {min(opened):.2f} s (median {statistics.median(opened):.2f} s), "
          f"processor time {min(used):.2f} s (median {statistics.median(used):.2f} s), "
          f"{what} in {min(after):.2f} s")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    textmill = given.program(sys.argv[1])
    document = given.file(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "examples/documents/plan-page.txt"
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second, chrome.Browser() as browser:
        measure(browser, document_page(textmill, first, document), "records shown", show_records)
        measure(browser, run_page(textmill, second, document), "searched", type_search)


if __name__ == "__main__":
    main()
