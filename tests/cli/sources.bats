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
