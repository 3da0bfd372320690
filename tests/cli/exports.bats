# What exports of a whole run say of it, and that they are the same whatever the workers do.

load helper

# All writers that are in every build, over three documents.
everything() {
    mkdir -p in
    printf '# One\n\nWind power grows.\n\n## Two\n\n<b> & ]]> -- 50%%\n' >in/a.md
    cp "$examples/documents/statute.txt" "$examples/documents/plan-page.txt" in
    printf '%s\n' "{{ doc.id }}: {{ doc.chars }}" >count.txt
    pipeline all.yaml '- use: cleanup' '- use: sections' '- use: tags' '  with: { terms: [wind, 能源, 水] }' \
        '- use: json' '- use: jsonl' '- use: csv' '- use: markdown' '- use: text' '- use: tei' '- use: annotations' \
        '- { use: annotations, id: brat, file: "brat/{stem}.{part}", with: { format: brat } }' \
        '- { template: count.txt, file: "count/{stem}.txt" }'
}

@test "--reproducible: no result says when, and any number of workers writes the same bytes" {
    everything
    exits 0 textmill run all.yaml in -o one -j 1 --reproducible
    exits 0 textmill run all.yaml in -o four -j 4 --reproducible
    same_results one four
    [ "$(find one -type f | wc -l)" -ge 30 ]
    run ! grep -rl "revisionDesc" one
}

@test "SOURCE_DATE_EPOCH is the time that results say; without it, it is now" {
    everything
    SOURCE_DATE_EPOCH=86400 exits 0 textmill run all.yaml in -o out
    grep -q '<change when="1970-01-02T00:00:00Z">' out/a.tei.xml
    [ "$(grep -rl "1970-01-02" out | wc -l)" -eq 3 ]
    local before when
    before=$(date -u +%FT%TZ)
    exits 0 env -u SOURCE_DATE_EPOCH textmill run all.yaml in -o out
    when=$(sed -n 's/.*<change when="\([^"]*\)".*/\1/p' out/a.tei.xml)
    [[ ! $when < $before && ! $when > $(date -u +%FT%TZ) ]]
    SOURCE_DATE_EPOCH=yesterday exits 2 textmill run all.yaml in -o out
    has "SOURCE_DATE_EPOCH takes seconds since 1970, not 'yesterday'"
}

@test "each export says what made it, and of what" {
    everything
    printf '%s\n' '# by {{ ctx.made.textmill }} {{ ctx.made.pipeline }} {{ ctx.made.pipeline_sha256 }} of {{ doc.sha256 }} {{ ctx.made.began or "" }}' >made.txt
    printf '%s\n' '  - { template: made.txt, file: "{stem}.made" }' >>all.yaml
    exits 0 textmill run all.yaml in -o out
    local pipeline source file
    pipeline=$(json out/a.json 'd["textmill"]["pipeline_sha256"]' | tr -d '"')
    source=$(sha256sum in/a.md | cut -d' ' -f1)
    [ "${#pipeline}" -eq 64 ]
    for file in a.json documents.jsonl a.documents.csv a.md a.tei.xml a.jsonld a.made; do
        grep -q "$pipeline" "out/$file"
        grep -q "$source" "out/$file"
        grep -q "$(textmill --version | grep -oE '[0-9.]+')" "out/$file"
    done
    grep -q ' all .* 2023-11-14T22:13:20Z$' out/a.made
    exits 0 textmill run all.yaml in -o out --reproducible
    grep -q ' $' out/a.made
}

# exporters - steps of a pipeline, one for each writer and sink that there is, and each way in which it says what made
# its files. Each writes into a folder of its name. One that is not among the words below is tried as it is.
exporters() {
    textmill inspect --json | python3 -c 'import json, sys

OPTIONS = {"annotations": {"web": "", "brat": "format: brat"}, "text": {"text": "comment: true"},
           "csv": {"csv": "", "tsv": "delimiter: tab", "each-csv": "comment: true", "csvw": "csvw: true"}}
for step in json.load(sys.stdin)["steps"]:
    if step["role"] in ("writer", "sink"):
        for name, options in OPTIONS.get(step["name"], {step["name"]: ""}).items():
            file = "{id}/{part}.csv" if name == "csvw" else step["file"]
            print("  - {{ use: {}, id: of-{}, file: \"{}/{}\", with: {{ {} }} }}".format(
                step["name"], name, name, file, options))
print("  - { template: made.txt, file: \"template/{stem}\" }")'
}

# silent FOLDER - the exporters whose folders there do not tell what made them, and what is missing. Text is looked
# through; of a database, what SQL finds in it.
silent() {
    python3 - "$1" "$(textmill --version | grep -oE '[0-9]+\.[0-9.]+[0-9]')" "$(sha256sum in.md | cut -d' ' -f1)" <<'END'
import pathlib, re, sqlite3, sys

folder, version, source = pathlib.Path(sys.argv[1]), *sys.argv[2:]
pipeline = sqlite3.connect(folder / "ledger.sqlite").execute(
    "SELECT value FROM run WHERE key = 'pipeline_sha256'").fetchone()[0]
assert re.fullmatch("[0-9a-f]{64}", pipeline), pipeline
words = {"version": version, "pipeline": "by-all-of-them", "its hash": pipeline, "source": source}


def lacks(path):
    text = path.read_bytes()
    if text.startswith(b"SQLite format 3"):
        text = "\n".join(sqlite3.connect(path).iterdump()).encode()
    return {name for name, word in words.items() if not re.search(rb"(?<![\w.])%s(?!\w)" % re.escape(word.encode()), text)}


for one in sorted(path for path in folder.iterdir() if path.is_dir() and path.name != ".textmill"):
    missing = {path: lacks(path) for path in one.rglob("*") if path.is_file()}
    assert missing, f"{one} is empty"
    # The text of brat's annotations is a file beside them; tables are told of by that of the documents, or described.
    if one.name in ("brat", "csv", "tsv", "csvw"):
        missing = {one: set.intersection(*missing.values())}
    for path, names in missing.items():
        if names:
            print(path, "does not say:", *sorted(names))
END
}

@test "every exporter there is says which version and pipeline made it, the pipeline's hash and the source's" {
    printf '# One\n\nWind power grows, 40 %% by 2030.\n' >in.md
    printf '%s\n' 'return { summary = "s", name = "r", process = function(doc) doc:record("r", 1, 4, { a = 1 }) end }' >r.lua
    printf '%s\n' '{{ ctx.made.textmill }} {{ ctx.made.pipeline }} {{ ctx.made.pipeline_sha256 }} {{ doc.sha256 }}' >made.txt
    { printf 'textmill: 1\nname: by-all-of-them\nsteps:\n'
        printf '  - %s\n' 'use: sections' '{ use: tags, with: { terms: [wind] } }' 'script: r.lua'
        exporters; } >plan.yaml
    [ "$(grep -c 'file:' plan.yaml)" -ge 12 ]
    exits 0 textmill run plan.yaml in.md -o a --reproducible
    exits 0 textmill run plan.yaml in.md -o b --reproducible
    same_results a b
    [ "$(find a -mindepth 1 -maxdepth 1 -type d ! -name .textmill | wc -l)" -eq "$(grep -c 'file:' plan.yaml)" ]
    run silent a
    [ "$output" = "" ] && [ "$status" -eq 0 ]
    # What is not asked to say it is found out.
    sed -i 's/comment: true/comment: false/; s/format: brat/format: brat, comment: false/' plan.yaml
    exits 0 textmill run plan.yaml in.md -o a
    run silent a
    has "a/brat does not say: its hash pipeline source version" "a/text/in.txt does not say" "a/each-csv/in.sections.csv does"
    [ "$status" -eq 0 ]
}

@test "a template that makes nothing makes an empty file; a script may make none" {
    printf '%s\n' '{% if doc.chars > 3 then %}' 'long' '{% end %}' >long.txt
    printf '%s\n' '{% ctx:part("named", nil):write("x") %}' >parts.txt
    printf '%s\n' 'return { summary = "s", file = "{stem}.lua", encode = function() end }' >none.lua
    pipeline plan.yaml '- { template: long.txt, file: "{stem}.long" }' '- { template: long.txt, id: all, file: all.long }' \
        '- { template: parts.txt, file: "{stem}.{part}" }' '- script: none.lua'
    mkdir in
    echo a >in/a.txt
    echo abcd >in/b.txt
    exits 0 textmill run plan.yaml in -o out
    [ "$(cd out && echo *)" = "a.long a.named all.long b.long b.named ledger.sqlite" ]
    [ "$(cd out && cat a.long && echo - && cat b.long && echo - && cat all.long)" = "$(printf -- '-\nlong\n-\nlong')" ]
    printf 'a\n' >in/b.txt
    exits 0 textmill run plan.yaml in -o out
    [ -e out/all.long ] && [ ! -s out/all.long ]
}

@test "ctx.made is for results, not for steps that make them" {
    printf '%s\n' 'return { summary = "s", process = function(doc, ctx) doc.meta.by = ctx.made.textmill end }' >early.lua
    pipeline plan.yaml '- script: early.lua' '- use: text'
    echo x >a.txt
    exits 1 textmill run plan.yaml a.txt -o out
    has "early.lua:1: ctx.made is for results: it is known in encode(), accumulate() and finish()"
}

# described FOLDER - csv-metadata.json there is right about each table: that it is there, its columns, the data
# type of each cell, keys. Python's csv reads what the dialect says.
described() {
    python3 - "$1" <<'END'
import csv, json, re, sys
from pathlib import Path
from urllib.parse import unquote

folder = Path(sys.argv[1])
group = json.loads((folder / "csv-metadata.json").read_bytes())
assert group["@context"] == "http://www.w3.org/ns/csvw"
dialect = group["dialect"]
INTEGER = re.compile(r"[-+]?\d+\Z")
TYPES = {"string": lambda c: True, "any": lambda c: True, "json": lambda c: json.loads(c) is not None,
         "double": lambda c: float(c) is not None, "integer": INTEGER.match,
         "nonNegativeInteger": lambda c: INTEGER.match(c) and int(c) >= 0,
         "positiveInteger": lambda c: INTEGER.match(c) and int(c) > 0, "boolean": lambda c: c in ("true", "false")}
tables = {}
for table in group["tables"]:
    text = (folder / unquote(table["url"])).read_bytes().decode("utf-8-sig")
    assert dialect["lineTerminators"][0] in text or not text
    for _ in range(dialect["skipRows"]):
        comment, text = text.split(dialect["lineTerminators"][0], 1)
        assert comment.startswith("# textmill "), comment
    lines = text.splitlines(keepends=True)
    assert not any(line.startswith("#") for line in lines), "would be taken for a comment"
    rows = list(csv.reader(lines, strict=True, delimiter=dialect["delimiter"]))
    columns = table["tableSchema"]["columns"]
    if dialect["header"]:
        assert rows.pop(0) == [column["titles"] for column in columns]
    names = [column.get("name", column["titles"]) for column in columns]
    assert len(set(names)) == len(names), names
    assert all(re.fullmatch(r"[A-Za-z][\w.]*", column["name"], re.A) for column in columns if "name" in column)
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            assert cell or not column.get("required"), (table["url"], column)
            assert not cell or TYPES[column["datatype"]](cell), (table["url"], column, cell)
    tables[table["url"]] = [dict(zip(names, row)) for row in rows]
for table in group["tables"]:
    rows, schema = tables[table["url"]], table["tableSchema"]
    key = schema.get("primaryKey", [])
    keys = [tuple(row[name] for name in ([key] if isinstance(key, str) else key)) for row in rows]
    assert not key or len(set(keys)) == len(keys)
    for foreign in schema.get("foreignKeys", []):
        reference = foreign["reference"]
        known = {row[reference["columnReference"]] for row in tables[reference["resource"]]}
        assert {row[foreign["columnReference"]] for row in rows} <= known
there = {path.name for path in folder.iterdir() if path.name != "csv-metadata.json"}
assert there == {unquote(url) for url in tables}, there ^ set(tables)
print(json.dumps({"rows": {url: len(rows) for url, rows in tables.items()}, "made": group}))
END
}

@test "csv: tables described as CSV on the Web has it, alone and together" {
    cat >odd.lua <<'END'
return { summary = "records with odd fields", name = "odd", process = function(doc)
    doc:record("odd", 1, 4, { text = "#1", ["字 段"] = 1, whole = 7, part = 0.5, yes = true, list = { 1, "#" },
        ['_x"y'] = "a,b\n" })
    doc:record('o/d d%1#?"', 1, 4, { a = 1 })
end }
END
    mkdir in
    printf '# One\n\nWind power grows.\n\n# Two\n\nMore wind.\n' >in/a.md
    printf 'No heading here, # no.\n' >'in/#b.md'
    pipeline plan.yaml '- use: sections' '- use: tags' '  with: { terms: [wind, "# no"] }' '- script: odd.lua' \
        '- use: csv' '  file: "own/{id}/{part}.csv"' '  with: { csvw: true, comment: true, bom: true, metadata: [title, path] }' \
        '- use: csv' '  id: tabs' '  file: "tabs/t-{part}.tsv"' \
        '  with: { csvw: true, delimiter: tab, line_end: lf, columns: { odd: [whole, text], none: [a] } }' \
        '- use: csv' '  id: bare' '  file: bare/x.csv' '  with: { csvw: true, header: false, safe: true, parts: [tags, records] }'
    exits 0 textmill run plan.yaml in -o out -j 2
    for folder in out/own/a.md 'out/own/#b.md' out/tabs out/bare; do
        described "$folder" >all.json
        cp all.json "$(basename "$folder").described"
    done
    [ "$(json a.md.described 'd["rows"]')" = \
        '{"documents.csv": 1, "sections.csv": 2, "tags.csv": 2, "records.odd.csv": 1, "records.o_d%20d%251%23%3F%22.csv": 1}' ]
    [ "$(json a.md.described '[c["datatype"] for c in d["made"]["tables"][3]["tableSchema"]["columns"][1:8]]')" = \
        '["string", "any", "double", "string", "integer", "boolean", "integer"]' ]
    [ "$(json a.md.described 'd["made"]["dc:source"]["dc:identifier"]')" = "sha256:$(sha256sum in/a.md | cut -d' ' -f1)" ]
    [ "$(json a.md.described 'd["made"]["prov:wasGeneratedBy"]["dc:title"]')" = plan ]
    [ "$(json a.md.described 'd["made"]["dc:created"]')" = 2023-11-14T22:13:20Z ]
    [ "$(json tabs.described 'd["rows"]')" = \
        '{"t-documents.tsv": 2, "t-sections.tsv": 2, "t-tags.tsv": 3, "t-records.tsv": 2, "t-records.odd.tsv": 2, "t-records.none.tsv": 0}' ]
    exits 0 textmill verify out
    exits 0 textmill run plan.yaml in -o still --reproducible
    run ! grep -r "dc:created" still
}

@test "csv: tables cannot be described whose names are not known" {
    for file in '{stem}.{part}.csv' '{part}.csv.gz' 'all.zst' 'a/{index}.csv' '{name}/{part}.csv'; do
        pipeline plan.yaml '- use: csv' "  file: \"$file\"" '  with: { csvw: true }'
        exits 2 textmill check plan.yaml
        has "error:" "csvw"
    done
    pipeline plan.yaml '- use: csv' '  with: { csvw: true }'
    exits 2 textmill check plan.yaml
    has 'write file: "{id}/{part}.csv"'
}

@test "csv: a comment says what made each table, on one line whatever the names are" {
    printf '# One\n\nwind # wind\n' >$'a\n#"b.md'
    pipeline plan.yaml '- use: sections' '- use: tags' '  with: { terms: ["# wind"] }' '- use: csv' '  with: { comment: true }'
    exits 0 textmill run plan.yaml $'a\n#"b.md' -o out
    [ "$(find out -name '*.csv' | wc -l)" -eq 3 ]
    for file in out/*.csv; do
        [[ "$(sed -n 2p "$file")" == document,* ]]
        head -n 1 "$file" | tr -d '\r' >comment.txt
        [[ "$(cat comment.txt)" =~ ^'# textmill '[0-9.]+'; pipeline "plan" sha256 '[0-9a-f]{64}'; source "a\n#\"b.md" sha256 '[0-9a-f]{64}$ ]]
        grep -q "$(sha256sum <$'a\n#"b.md' | cut -d' ' -f1)" comment.txt
    done
    # Some skip what is behind # anywhere in a line, but not in quotes.
    tail -n +2 out/*.tags.csv | grep '"# wind"'
}
