#!/usr/bin/env bats
# Files that hold many documents: each of them is one, with an id that says where it is.

load helper

# records - a pipeline that prints JSON lines; LINE... become its section `input`.
records() {
    printf 'textmill: 1\n' >p.yaml
    [ $# -eq 0 ] || printf '%s\n' "$@" >>p.yaml
    printf 'steps:\n  - use: jsonl\n' >>p.yaml
}

# texts - id=text of each line of JSON on standard input.
texts() {
    python3 -c 'import json, sys
for line in sys.stdin:
    d = json.loads(line)
    print(d["id"] + "=" + d["text"])'
}

@test "JSON lines: a document a line; bad ones cost themselves" {
    records 'input: { text: body, id: key, metadata: [lang, when=date] }'
    printf '%s\n' '{"body":"a\u4e2d","key":"k","lang":"en","date":3,"x":1}' '' '{"body":7}' 'oops' '{"body":"b"}' >in.jsonl
    exits 1 textmill run p.yaml in.jsonl -o out
    has "4 documents: 2 exported, 0 dropped, 2 quarantined" \
        "failed: in.jsonl:3 (data): the field 'body' is no text, but: 7" "failed: in.jsonl:4 (data): not a line of JSON"
    [ "$(texts <out/documents.jsonl)" = $'in.jsonl:1=a中\nin.jsonl:5=b' ]
    [ "$(head -n 1 out/documents.jsonl | json /dev/stdin 'd["metadata"]')" = '{"id": "k", "lang": "en", "when": 3}' ]
}

@test "the same bytes for any number of workers, without them, and from a folder" {
    records
    mkdir in
    for n in 1 2 3; do
        seq 1 3000 | sed "s/.*/{\"text\":\"$n &\",\"n\":&}/" >"in/$n.jsonl"
    done
    echo plain >in/a.txt
    exits 0 textmill run p.yaml in -o one -j 1
    exits 0 textmill run p.yaml in -o four -j 4
    exits 0 textmill run p.yaml in -o none --in-process
    has "9001 documents: 9001 exported"
    same_results one four
    same_results one none
    [ "$(texts <one/documents.jsonl | sed -n '1p;3000p;9000p')" = \
        $'1.jsonl:1=1 1\n1.jsonl:3000=1 3000\n3.jsonl:3000=3 3000' ]
    [ "$(tail -n 1 one/documents.jsonl | json /dev/stdin 'd["id"]')" = a.txt ]
}

@test "records from standard input, without end in sight" {
    records 'input: { format: jsonl }'
    printf '{"text":"x"}\n{"text":"y"}' | {
        exits 0 textmill run p.yaml - -o -
        [ "$(texts <<<"$output")" = $'stdin:1=x\nstdin:2=y' ]
    }
    timeout 30 bash -c "yes '{\"text\":\"again\"}' | textmill run p.yaml - -o - -q | head -n 1000 | wc -l" >lines
    [ "$(cat lines)" -eq 1000 ]
}

@test "tables: rows as another reader of CSV finds them, whatever is in them" {
    records 'input: { text: body }'
    python3 - <<'END'
import csv, json, random
random.seed(20261127)
pieces = ["a", "é", "中文", "\"", ",", "\n", "\r\n", "\t", " ", "\"\"", "b" * 50]
rows = [["".join(random.choices(pieces, k=random.randrange(8))) for _ in range(3)] for _ in range(5000)]
for name, options in ("in.csv", {}), ("all.csv", {"quoting": csv.QUOTE_ALL, "lineterminator": "\n"}), ("in.tsv", {"delimiter": "\t"}):
    with open(name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, **options)
        writer.writerow(["n", "body", "x y"])
        writer.writerows(rows)
    with open(name, encoding="utf-8", newline="") as file, open(name + ".wanted", "w") as wanted:
        for n, body, x in list(csv.reader(file, delimiter=options.get("delimiter", ",")))[1:]:
            wanted.write(json.dumps([body, {"n": n, "x y": x}]) + "\n")
END
    for name in in.csv all.csv in.tsv; do
        exits 0 textmill run p.yaml "$name" -o out
        has "5000 documents: 5000 exported"
        python3 -c 'import json, sys
for line in sys.stdin:
    d = json.loads(line)
    print(json.dumps([d["text"], d["metadata"]]))' <out/documents.jsonl >got
        cmp got "$name.wanted"
    done
}

@test "tables: bad rows cost themselves, a table without the column says what it has" {
    records 'input: { text: body, id: key, metadata: [lang=l] }'
    printf 'key,body,l\n1,one,en\n2,two\n3,three,de,x\n4,"fo""ur",fr\n5,"five' >in.csv
    printf 'a;b\n1;2\n' >other.csv
    exits 1 textmill run p.yaml in.csv other.csv -o out
    has "6 documents: 2 exported, 0 dropped, 4 quarantined" "failed: in.csv:3 (data): 2 fields, but the table has 3 columns" \
        "failed: in.csv:4 (data): 4 fields" "failed: in.csv:6 (data): the quote in line 6 is not closed" \
        "failed: other.csv (data): no column 'body'; the table has: a;b"
    [ "$(texts <out/documents.jsonl)" = $'in.csv:2=one\nin.csv:5=fo"ur' ]
    [ "$(head -n 1 out/documents.jsonl | json /dev/stdin 'd["metadata"]')" = '{"id": "1", "lang": "en"}' ]
    printf 'x,y\n' | {
        exits 0 textmill run p.yaml - -o - --set input.format=csv --set input.header=false --set input.text=2
        [ "$(texts <<<"$output")" = stdin:1=y ]
    }
}

@test "a worker that crashes costs one record" {
    printf 'textmill: 1\nsteps:\n  - use: crash\n  - use: jsonl\n' >p.yaml
    printf '%s\n' '{"text":"fine"}' '{"text":"SEGV"}' '{"text":"good"}' >in.jsonl
    exits 1 textmill run p.yaml in.jsonl -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "3 documents: 2 exported, 0 dropped, 1 quarantined" "failed: in.jsonl:2: step 'crash' (crash)"
}

@test "input: is checked like the options of a step" {
    records 'input: { txt: body }'
    exits 2 textmill check p.yaml
    has "p.yaml:2:10: error: unknown option 'txt' of 'input'" "did you mean 'text'?"
    records 'input: { format: jsnl }'
    exits 2 textmill check p.yaml
    has "did you mean 'jsonl'?"
    records 'input: jsonl'
    exits 2 textmill check p.yaml
    has "'input' takes a map"
    records
    exits 2 textmill check p.yaml --set input.max_ratio=0
    has "--set:1:17: error"
    printf 'textmill: 1\nsteps:\n  - use: jsonl\n    id: input\n' >p.yaml
    exits 2 textmill check p.yaml
    has "a step cannot have the id 'input'"
}
