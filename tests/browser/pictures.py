#!/usr/bin/env python3
"""Makes the pictures of the report that README.md shows, of the project's own example documents.

usage: pictures.py TEXTMILL FOLDER      from the root of the project: tests/browser/pictures.py build/textmill docs/pictures"""

import base64
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).resolve().parent))
import chrome  # noqa: E402

QUALITY = 82
READ = """document.getElementById("show-r0").click();
document.querySelector("#text").scrollIntoView();
document.querySelectorAll("#text mark")[1].dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));"""
PICTURES = [
    ("report", "plan-page", 1280, 860, "light", ""),
    ("report-reading", "plan-page", 1280, 760, "dark", READ),
    ("report-run", "index", 1280, 760, "light", ""),
]


def make_pages(textmill, folder):
    steps = (ROOT / "examples/plan.yaml").read_text(encoding="utf-8").split("  - use: json\n")[0]
    steps = steps.replace("energy.tsv", str(ROOT / "examples/energy.tsv"))
    Path(folder, "few.lua").write_text("""return { name = "enough", summary = "drops and refuses", process = function(doc, ctx)
        if #doc < 420 then return ctx:drop("shorter than 140 characters") end
        if doc:text():find("\\u{FFFD}", 1, true) then error("a page with damaged characters") end
        doc.meta.title = doc:text():match("^[^\\n]*")
    end }""", encoding="utf-8")
    pipeline = Path(folder, "plans.yaml")
    pipeline.write_text(steps + "  - use: report\n", encoding="utf-8")
    subprocess.run([textmill, "run", pipeline, ROOT / "examples/documents/plan-page.txt", "-o", Path(folder, "out"),
                    "--quiet"], check=True)
    lines = [line for line in (ROOT / "examples/documents/plan-page.txt").read_text(encoding="utf-8").split("\n")
             if len(line) > 40]
    inputs = Path(folder, "in")
    inputs.mkdir()
    for i in range(240):
        some = [lines[(i * 7 + k * (i % 5 + 1)) % len(lines)] for k in range(1 + i * i % 37)]
        damage = "\ufffd" if i % 60 == 7 else ""
        Path(inputs, f"{i:03}.txt").write_text(f"望澜市规划材料第{i + 1}号\n{damage}" + "\n".join(some) + "\n",
                                               encoding="utf-8")
    run = Path(folder, "run.yaml")
    run.write_text(steps + "  - script: few.lua\n  - use: report-index\n    with: { title: Plans of one city }\n",
                   encoding="utf-8")
    result = subprocess.run([textmill, "run", run, inputs, "-o", Path(folder, "run"), "--quiet"], check=False,
                            capture_output=True)
    if result.returncode != 1:
        sys.exit(result.stderr.decode())
    return {"plan-page": Path(folder, "out/plan-page.html"), "index": Path(folder, "run/index.html")}


def main():
    textmill, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, chrome.Browser() as browser:
        pages = make_pages(textmill, scratch)
        for name, page, width, height, scheme, act in PICTURES:
            with browser.open(pages[page], width=width, height=height, scheme=scheme) as it:
                if act:
                    it.evaluate(act)
                it.frame()
                it.frame()
                data = base64.b64decode(it.call("Page.captureScreenshot", format="webp", quality=QUALITY)["data"])
            Path(folder, f"{name}.webp").write_bytes(data)
            print(f"{name}.webp: {len(data) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
