#!/usr/bin/env python3
"""The pages of report and report-index in a browser: layout, keys, accessibility, policy, no network.

usage: test-report.py TEXTMILL FOLDER      FOLDER: where axe-core is kept between runs"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "lint"), str(Path(__file__).resolve().parent)]
import chrome  # noqa: E402
import tables  # noqa: E402
import tap  # noqa: E402

AXE = "axe-core@4.14.1"
EXAMPLES = tap.ROOT / "examples"

HOSTILE = """第一章 <script>window.hacked = 1</script>
<img src=x onerror="window.hacked = 2"> " onmouseover="window.hacked = 3
到2025年<b>森林</b>覆盖率达到18.5%以上,风电装机达到<script>window.hacked=4</script>420万千瓦。
\u202etxt.exe\u2066 \u200f right to left
</article></main></body><svg onload=alert(1)>
javascript:alert(1) data:text/html,<script>alert(1)</script> &lt;script&gt; <!-- x --> ]]>
第二章 {long}
{line}
""".format(long="长" * 400, line="风电" + "x" * 20000)

FUSSY = """return { name = "fussy", summary = "drops and fails", process = function(doc, ctx)
    if doc:text():find("DROP") then return ctx:drop("<i>not</i> wanted") end
    if doc:text():find("FAIL") then error("<script>window.hacked = 5</script>") end
    if doc:text():find("onerror") then
        doc:columns("record.odd", { empty = "string" })
        local to = 0
        for i, word in ipairs { "=1+1", "-1.5", '"a",\\u{202E}b', " \\r\\n\\tc ", "\\\\\\0", "\\n=1", "＝1", "=" } do
            to = doc:text():find("\\n", to + 1)
            doc:add("record.odd", 1, to - 1, { word = word, number = i / 3 })
        end
    end
    if doc:text():find("DEEP") then
        for i = 1, 20 do
            doc:add("section", 1, #doc - 1, { id = i, parent = i - 1, level = i, title = "A title, level " .. i })
        end
    end
    doc.meta.title = doc.meta.title or doc:text():match("^%s*([^\\n]*)")
end }
"""


def write(folder, name, text):
    path = Path(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def make_pages(textmill, folder):
    """Runs the examples, hostile documents, and a run with failures."""
    documents = Path(folder, "documents")
    shutil.copytree(EXAMPLES / "documents", documents)
    write(documents, "hostile.txt", HOSTILE)
    write(documents, "empty.txt", "")
    write(documents, "deep.txt", "DEEP " * 50)
    write(documents, "plain.txt", "One line, without any structure.\n")
    write(documents, "long.txt", "".join(
        f"第{i + 1}章 风电\n{'储能和光伏。' * 200}\n第一节 煤炭\n" + "".join(
            f"到2025年,森林覆盖率达到{(i * 37 + k * 7) % 100}%以上。\n" for k in range(5)) for i in range(60)))
    for i in range(40):
        write(documents, f"more/{i:02}.txt", f"第{i + 1}章 风电\n{'储能和光伏。' * (i * i + 1)}\n{'DROP' * (i % 7 == 3)}"
                                            f"{'FAIL' * (i % 11 == 5)}\n")
    write(folder, "fussy.lua", FUSSY)
    steps = (EXAMPLES / "plan.yaml").read_text(encoding="utf-8").split("  - use: json\n")[0]
    steps = steps.replace("energy.tsv", str(EXAMPLES / "energy.tsv"))
    pipeline = write(folder, "pages.yaml", steps + "  - script: fussy.lua\n  - use: keywords\n  - use: report\n"
                                                   "  - use: report-index\n    with: { title: All <b>plans</b> }\n")
    result = subprocess.run([textmill, "run", pipeline, documents, "-o", Path(folder, "out"), "--quiet"],
                            capture_output=True, text=True, check=False)
    if result.returncode != 1:
        sys.exit(f"textmill run: {result.returncode}\n{result.stderr}")
    names = {"plan": "plan-page", "manual": "manual", "hostile": "hostile", "empty": "empty", "plain": "plain", "deep": "deep",
             "long": "long", "run": "index"}
    return {name: Path(folder, "out", f"{file}.html") for name, file in names.items()}


# --- layout, policy, network -----------------------------------------------------------------------

OPEN = """document.querySelectorAll("details").forEach((it) => it.open = true);
    document.querySelectorAll("input[id^=show-]").forEach((it) => it.checked = true);"""


def layout_points(browser, name, path):
    with browser.open(path) as page:
        page.evaluate(OPEN)  # so that all of it is looked at
        for width in (360, 768, 1440):
            page.show(width)
            page.frame()
            yield f"{name} at {width} px: no overlap, nothing beyond the window", page.evaluate(tables.LAYOUT)
        yield f"{name}: no violation of the policy, no request, no error", page.troubles()


def check_policy_works(browser, path):
    """What the page forbids is forbidden, and this test would see it."""
    with browser.open(path) as page:
        page.evaluate("""(() => {
            const script = document.createElement("script");
            script.textContent = "window.hacked = 9";
            document.body.append(script);
            document.body.style.color; document.body.setAttribute("style", "color: red");
            const image = new Image(); image.src = "https://example.invalid/x.png"; document.body.append(image);
        })()""")
        page.frame()
        problems = [] if not page.evaluate("window.hacked") else ["an inline script ran"]
        seen = " ".join(page.troubles())
        return problems + [f"{word} was not seen: {seen}" for word in ("script-src", "style-src", "img-src")
                           if word not in seen]


def check_hostile(browser, path):
    with browser.open(path) as page:
        text = page.evaluate("document.getElementById('text').textContent")
        problems = [f"not in the text: {piece}" for piece in (
            "<script>window.hacked = 1</script>", 'onerror="window.hacked = 2"',
            "</article></main></body><svg onload=alert(1)>", "&lt;script&gt; <!-- x -->") if piece not in text]
        problems += page.evaluate("""[...document.querySelectorAll("*")].flatMap((it) => [...it.attributes])
            .filter((it) => /^on|^style$|^src$/.test(it.name)).map((it) => "attribute " + it.name)""")
        problems += page.evaluate("""[...document.links].map((it) => it.getAttribute("href"))
            .filter((it) => !/^(#|\\.\\/)/.test(it)).map((it) => "link to " + it)""")
        problems += [f"U+{ord(c):04X} is in the page" for c in "\u202e\u2066\u200f" if c in text]
        if page.evaluate("window.hacked"):
            problems.append("the text ran as a script")
        return problems + page.troubles()


# --- accessibility ---------------------------------------------------------------------------------

def load_axe(folder):
    """The source of axe-core and None, or None and why there is none."""
    if os.environ.get("AXE_CORE"):
        return Path(os.environ["AXE_CORE"]).read_text(encoding="utf-8"), None
    kept = Path(folder, AXE.replace("@", "-") + ".js")
    if kept.exists():
        return kept.read_text(encoding="utf-8"), None
    if not shutil.which("npm"):
        return None, "axe-core needs npm, which is not installed"
    with tempfile.TemporaryDirectory() as scratch:
        command = ["npm", "pack", AXE, "--fetch-retries=0", "--fetch-timeout=20000", "--loglevel=error"]
        result = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
        packed = next(Path(scratch).glob("axe-core-*.tgz"), None)
        if result.returncode or not packed:
            return None, f"npm could not fetch {AXE}"
        with tarfile.open(packed) as archive:
            source = archive.extractfile("package/axe.min.js").read().decode()
    kept.write_text(source, encoding="utf-8")
    return source, None


RUN_AXE = """axe.run(document, { resultTypes: ["violations"] }).then((result) =>
    result.violations.flatMap((it) => it.nodes.slice(0, 4).map((node) =>
    it.id + ": " + node.html.slice(0, 160) + " " + node.failureSummary.replace(/\\s+/g, " "))))"""


class Audit:
    """axe-core at work on several pages, each in a tab and so in a process of its own, while other things are tested:
    it is what takes longest."""

    LOOKS = (("light", 1440), ("dark", 360))

    def __init__(self, stack, browser, pages, folder):
        axe, self.missing = load_axe(folder)
        self.tabs = {} if self.missing else {name: stack.enter_context(browser.open(path)) for name, path in pages.items()}
        for page in self.tabs.values():
            page.evaluate(OPEN)
            page.evaluate(axe + "; 0")

    def begin(self, look):
        scheme, width = self.LOOKS[look]
        for page in self.tabs.values():
            page.show(width, scheme=scheme)
            page.frame()
        return {name: page.begin(RUN_AXE) for name, page in self.tabs.items()}

    def points(self, look, begun):
        title = "{}, %s at %d px: axe-core finds no violation" % self.LOOKS[look]
        if self.missing:
            yield f"{title.format('all pages')} # SKIP {self.missing}", []
        for name, page in self.tabs.items():
            yield title.format(name), page.end(begun[name])


# --- keys ------------------------------------------------------------------------------------------

FOCUS = """(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const all = [...document.querySelectorAll("*")], box = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    return { place: all.indexOf(at), name: at.localName + "." + at.className + "#" + at.id,
        seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
})()"""

STOPS = """[...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
    .filter((it) => it.checkVisibility()).length"""


def check_walk(browser, path):
    """Tab visits everything once, from top to bottom, and each place can be seen to have the focus."""
    problems = []
    with browser.open(path) as page:
        wanted = page.evaluate(STOPS)
        visited = []
        for _ in range(wanted + 5):
            page.key("Tab")
            focus = page.evaluate(FOCUS)
            if not focus or (visited and focus["place"] == visited[0]):
                break
            if visited and focus["place"] <= visited[-1]:
                problems.append(f"{focus['name']} comes too late")
            problems += [f"{focus['name']}: {word}" for word, good in
                         (("out of sight", focus["seen"]), ("no focus ring", focus["ring"])) if not good]
            visited.append(focus["place"])
        if len(visited) < wanted:
            problems.append(f"{len(visited)} of {wanted} places were reached")
    return problems[:8]


def check_keys(browser, path):
    """The skip link, the walk over highlights, the note that tells origins, the legend."""
    problems = []

    def expect(what, good):
        if not good:
            problems.append(what)

    with browser.open(path) as page:
        page.key("Tab")
        expect("the first stop is not the skip link", page.evaluate("document.activeElement.className") == "skip")
        page.key("Enter", text="\r")
        expect("the skip link does not lead to the text", page.evaluate("document.activeElement.id") == "text")
        page.key("ArrowRight")
        expect("no highlight has the focus", page.evaluate("document.activeElement.matches('#text [data-o]')"))
        note = page.evaluate("document.getElementById('origin').innerText")
        expect(f"the note does not tell the origin: {note}", re.search(r"bytes \d+–\d+ of plan-page\.txt", note))
        page.evaluate("document.querySelector('#text mark').dispatchEvent(new PointerEvent('pointerover', "
                      "{ bubbles: true }))")
        note = page.evaluate("document.getElementById('origin').innerText")
        expect(f"the note does not tell the step: {note}", "found by tags" in note)
        page.key("Escape")
        expect("Escape does not put the note away", not page.evaluate("document.getElementById('origin').innerText"))
        colour = "getComputedStyle(document.querySelector('#text .c0')).backgroundColor"
        before = page.evaluate(colour)
        page.evaluate("document.getElementById('show-c0').focus()")
        page.key(" ", code="Space", text=" ")
        expect("the legend does not switch", page.evaluate(colour) not in (before, None))
        expect("what was removed shows at once",
               page.evaluate("getComputedStyle(document.querySelector('#text del')).display") == "none")
        page.evaluate("document.getElementById('show-r0').focus()")
        page.key(" ", code="Space", text=" ")
        expect("what was removed does not show",
               page.evaluate("document.querySelector('#text del').checkVisibility()"))
        expect("it is not struck through", "line-through" in page.evaluate(
            "getComputedStyle(document.querySelector('#text del')).textDecorationLine"))
        problems.extend(page.troubles())
    return problems


def check_outline(browser, path):
    """The outline follows reading."""
    with browser.open(path, height=700) as page:
        first = page.evaluate("document.querySelector('.outline [aria-current]').hash")
        page.evaluate("[...document.querySelectorAll('.prose h2')].at(-1).scrollIntoView()")
        wanted = page.evaluate("'#' + [...document.querySelectorAll('.prose h2')].at(-1).id")
        seen = False
        for _ in range(60):  # frames: how many it takes depends on how busy the machine is
            page.frame()
            last = page.evaluate("document.querySelector('.outline [aria-current]').hash")
            seen = page.evaluate("""(() => { const it = document.querySelector(".outline [aria-current]")
                .getBoundingClientRect(); return it.top >= 0 && it.bottom <= innerHeight; })()""")
            if seen and last == wanted:
                break
    return ([f"{last} is marked instead of {wanted}"] if last != wanted or first == last else []) + (
        [] if seen else ["the marked entry is out of sight"])


def check_search(browser, path):
    with browser.open(path) as page:
        shown = "[...document.querySelectorAll('#list tbody tr')].filter((it) => it.checkVisibility()).length"
        everything = page.evaluate(shown)
        page.evaluate("document.getElementById('search').focus()")
        page.type("more/07")
        one = page.evaluate(shown)
        told = page.evaluate("document.getElementById('found').textContent")
        first = page.evaluate("document.querySelector('main').firstElementChild.id")
        failures = page.evaluate("document.querySelector('#failures table').tBodies[0].rows[0].cells[1].textContent")
        links = page.evaluate("[...document.querySelectorAll('#list a')].map((it) => it.href)")
        lost = [link for link in links if not Path(re.sub("^file://", "", link)).exists()]
        problems = page.troubles()
    return problems + [f"link to {link}" for link in lost] + [text for text, good in (
        (f"{one} of {everything} found", one == 1 and everything > 30), (f"told: {told}", told == f"1 of {everything}"),
        ("failures are not first", first == "failures" and failures == "quarantined")) if not good]


# --- without scripts ---------------------------------------------------------------------

def check_without_scripts(browser, path):
    with browser.open(path, scripts=False) as page:
        problems = [] if not page.evaluate("document.querySelector('th button')") else ["the page's script ran"]
        plain = page.evaluate("document.getElementById('text').innerText.length")
        if plain < 1500:
            problems.append(f"{plain} characters can be read")
        problems += page.evaluate("""[".outline li", "#records-0 tbody tr", ".chart svg", "#provenance dd"]
            .filter((it) => !document.querySelector(it)?.checkVisibility()).map((it) => "hidden: " + it)""")
        before = page.evaluate("getComputedStyle(document.querySelector('#text .c0')).backgroundColor")
        page.evaluate("document.getElementById('show-c0').click()")
        if page.evaluate("getComputedStyle(document.querySelector('#text .c0')).backgroundColor") == before:
            problems.append("the legend does not switch")
        return problems


def check_still(browser, path):
    with browser.open(path) as page:
        return page.evaluate("""[...document.querySelectorAll("*")].filter((it) => { const style = getComputedStyle(it);
            return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0 ||
                style.scrollBehavior === "smooth"; }).map((it) => "moves: " + it.localName)""")


# --- all -------------------------------------------------------------------------------------------

def key_points(browser, plan, long):
    yield "plan: Tab walks everything in order", check_walk(browser, plan)
    yield "plan: skip link, highlights, origins, legend, by keys", check_keys(browser, plan)
    yield "plan: the outline follows", check_outline(browser, plan)
    yield "long: the outline follows what was not laid out", check_outline(browser, long)
    yield "plan: tables sort, link and download", tables.check_tables(browser, plan)


def points(browser, pages, folder):
    plan, run, long = pages["plan"], pages["run"], pages.pop("long")
    with contextlib.ExitStack() as stack:
        audit = Audit(stack, browser, {name: pages[name] for name in ("plan", "run", "hostile", "empty")}, folder)
        begun = audit.begin(0)
        for name, path in pages.items():
            yield from layout_points(browser, name, path)
        yield "the policy forbids, and violations are seen", check_policy_works(browser, plan)
        yield "hostile text stays text", check_hostile(browser, pages["hostile"])
        yield "hostile text stays text on the page of a run", check_hostile_run(browser, run)
        yield from audit.points(0, begun)
        begun = audit.begin(1)
        yield from key_points(browser, plan, long)
        yield "long: a long table is one table", tables.check_long_table(browser, long)
        yield "hostile: the download is exact", tables.check_exact(browser, pages["hostile"], HOSTILE)
        yield "run: search, failures first", check_search(browser, run)
        yield "plan: without scripts", check_without_scripts(browser, plan)
        yield "plan: records have columns that can be read", tables.check_columns(browser, plan)
        yield "plan: on paper", tables.check_paper(browser, plan)
        yield "run: on paper", tables.check_run_paper(browser, run)
        yield "plan: nothing moves by itself", check_still(browser, plan)
        yield from audit.points(1, begun)


def check_hostile_run(browser, path):
    with browser.open(path) as page:
        page.frame()  # what has not been drawn has no innerText
        text = page.evaluate("document.body.innerText")
        problems = ["the reason is not shown"] if "<script>window.hacked = 5</script>" not in text else []
        return problems + (["a script ran"] if page.evaluate("window.hacked") else []) + page.troubles()


def main():
    if not chrome.find():
        print("1..0 # SKIP there is no Chromium")
        return
    with tempfile.TemporaryDirectory() as scratch, chrome.Browser() as browser:
        tap.report(points(browser, make_pages(sys.argv[1], scratch), sys.argv[2]))


if __name__ == "__main__":
    main()
