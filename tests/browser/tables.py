"""What the browser tests ask of tables, on the screen, on paper and taken away."""

import csv
import io
import tempfile
from pathlib import Path

LAYOUT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")


def download(page, table):
    """The rows of the CSV that the table's button saves."""
    with tempfile.TemporaryDirectory() as folder:
        page.evaluate(f"document.querySelector('#{table} .button').focus()")
        file = page.download(folder, lambda: page.key("Enter", text="\r"))
        return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


def check_exact(browser, path, document):
    """What a cell shows differently is itself in the download, and no spreadsheet calculates it."""
    with browser.open(path) as page:
        rows = download(page, page.evaluate("""[...document.querySelectorAll("table[data-name=odd]")]
            .map((it) => it.closest("section").id)[0]"""))
        text = page.evaluate("document.body.innerText")
        problems = page.troubles()
    wanted = [["=", 8 / 3], ["'＝1", 7 / 3], ["'\n=1", 2],
              ["\\\0", 5 / 3], [" \r\n\tc ", 4 / 3], ['"a",\u202eb', 1], ["-1.5", 2 / 3], ["'=1+1", 1 / 3]]
    word, number = rows[0].index("word"), rows[0].index("number")
    got = [[row[word], float(row[number])] for row in rows[1:]]
    quotes = ["\n".join(document.split("\n")[:lines]) for lines in (3, 2, 1)]
    return problems + ([] if got == wanted else [f"{got}"]) + (
        [] if "empty" in rows[0] else [f"columns without values are missing: {rows[0]}"]) + (
        [] if [row[0] for row in rows[6:]] == quotes else [f"{[row[0] for row in rows]}"]) + (
        ["U+202E is in the page"] if "\u202e" in text else [])


def check_tables(browser, path):
    """Columns sort by number and back, links lead into the text, and the download is the table."""
    problems = []
    with browser.open(path) as page:
        column = page.evaluate("""[...document.querySelectorAll("#records-0 th")]
            .findIndex((it) => it.textContent === "value")""")
        values = (f"[...document.querySelector('#records-0 table').tBodies[0].rows]"
                  f".map((it) => it.cells[{column}].textContent).filter(Boolean).map(Number)")
        before = page.evaluate(values)
        for order in (sorted(before), sorted(before, reverse=True)):
            page.evaluate(f"document.querySelectorAll('#records-0 th button')[{column}].focus()")
            page.key("Enter", text="\r")
            if page.evaluate(values) != order:
                problems.append(f"sorted to {page.evaluate(values)}")
        if page.evaluate("document.querySelector('#records-0 [aria-sort]').ariaSort") != "descending":
            problems.append("aria-sort does not tell the order")
        if not page.evaluate("""[...document.querySelectorAll("#records-0 a[href^='#'], .chart a")]
                .every((it) => document.getElementById(it.hash.slice(1)))"""):
            problems.append("a link leads nowhere")
        rows = download(page, "records-0")
        if len(rows) != len(page.evaluate(values.replace(".filter(Boolean)", ""))) + 1:
            problems.append(f"the download has {len(rows)} rows")
        if len({len(row) for row in rows}) != 1 or rows[0][0] != "text":
            problems.append("the download is no table")
        if [float(row[rows[0].index("value")]) for row in rows[1:] if row[rows[0].index("value")]] != order:
            problems.append("the download is not in the table's order")
        if not page.evaluate(f"""{[row[rows[0].index("section")] for row in rows[1:]]}
                .every((id) => document.getElementById("s" + id))"""):
            problems.append("the download does not tell sections by their numbers")
        problems += page.troubles()
    return problems


def check_long_table(browser, path):
    """Rows that are laid out in groups are one table: in order, in columns, all of them taken away, printed, and
    there without scripts, too."""
    rows = "document.querySelectorAll('#records-0 tbody tr').length"
    with browser.open(path, scripts=False) as page:
        plain = page.evaluate(rows)
    with browser.open(path) as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        printed = page.evaluate(rows)
    with browser.open(path) as page:
        page.evaluate(f"""new Promise((done) => {{
            const look = () => {rows} === 300 ? done() : requestAnimationFrame(look); look(); }})""")
    with browser.open(path) as page:
        page.evaluate("document.getElementById('records-0').scrollIntoView()")
        column = page.evaluate("""[...document.querySelectorAll("#records-0 th")]
            .findIndex((it) => it.textContent === "value")""")
        page.evaluate(f"document.querySelectorAll('#records-0 th button')[{column}].click()")
        values = page.evaluate(f"""[...document.querySelectorAll("#records-0 tbody tr")]
            .map((it) => Number(it.cells[{column}].textContent))""")
        groups = page.evaluate("""[...document.querySelector("#records-0 table").tBodies].map((it) => it.rows.length)""")
        page.evaluate("document.querySelector('#records-0 .scroll').scrollTop = 1e6")
        page.frame()
        edges = [page.evaluate(f"[...document.querySelectorAll('#records-0 {row} > *')]"
                               ".map((it) => [it.getBoundingClientRect().left, it.getBoundingClientRect().right])")
                 for row in ("thead tr", "tbody:last-child tr:last-child")]
        head = page.evaluate("""document.querySelector("#records-0 thead").getBoundingClientRect().top -
            document.querySelector("#records-0 .scroll").getBoundingClientRect().top""")
        taken = download(page, "records-0")
        problems = page.troubles()
    return problems + [text for text, good in (
        (f"{plain} rows without scripts, {printed} printed", plain == printed == 300),
        (f"{len(values)} rows, {groups}", len(values) == 300 and groups == [100, 100, 100]),
        (f"sorted to {values[:5]}…", values == sorted(values)), (f"columns at {edges}", edges[0] == edges[1]),
        (f"the head is {head} px from the top", abs(head) < 2), (f"{len(taken)} rows", len(taken) == 301)) if not good]


# Short words that stand in two lines of a cell, and columns of texts so narrow that a row is a tower.
NARROW = """[...document.querySelectorAll(".sortable td")].flatMap((cell) => {
    const text = cell.textContent.trim(), range = document.createRange();
    range.selectNodeContents(cell);
    const lines = new Set([...range.getClientRects()].map((it) => Math.round(it.top))).size;
    return /^\\w{1,12}$/.test(text) && /[a-z]/.test(text) && lines > 1 ? ["broken: " + text]
        : text.length < 40 && lines > 5 ? [lines + " lines: " + text] : []; })"""


def check_columns(browser, path):
    with browser.open(path) as page:
        problems = page.evaluate(NARROW)
        page.show(360)
        return problems + page.evaluate(NARROW)


def check_paper(browser, path):
    """Of the width that paper leaves: a browser prints all of a page smaller for one table that needs more."""
    with browser.open(path, media="print", scheme="dark", width=673) as page:
        problems = page.evaluate(NARROW) + page.evaluate("""
            document.documentElement.scrollWidth > innerWidth ? ["as wide as " + document.documentElement.scrollWidth] : []""")
        problems += page.evaluate("""[".outline", ".legend", ".beside", "#records-0 .button"]
            .filter((it) => document.querySelector(it).checkVisibility()).map((it) => "printed: " + it)""")
        colour = page.evaluate("getComputedStyle(document.body).color")
        size = len(page.call("Page.printToPDF", printBackground=False)["data"])
    return problems + ([] if colour == "rgb(0, 0, 0)" else [f"text is {colour}"]) + (
        [] if size > 20000 else [f"the PDF has {size} bytes"])


def check_run_paper(browser, path):
    """Tables that scroll in a window are printed to their end, and push away what follows."""
    with browser.open(path, media="print", width=673) as page:
        page.frame()
        return page.evaluate(LAYOUT) + page.evaluate("""[...document.querySelectorAll(".scroll")]
            .filter((it) => it.scrollHeight > it.clientHeight + 1)
            .map((it) => "cut off: " + it.parentElement.textContent.trim().slice(0, 30))""")
