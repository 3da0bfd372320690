#!/usr/bin/env bats
# The steps keywords and document-frequencies together, as runs make them.

load helper

documents() {
    mkdir -p in
    printf 'Tidal turbines stand in narrow straits. Tidal turbines make noise.\n' >in/a.txt
    printf 'Grey whales fear the noise of tidal turbines. Grey whales sing.\n' >in/b.txt
    printf 'Salt marshes store carbon. Salt marshes shelter grey herons.\n' >in/c.txt
    printf 'textmill: 1\nsteps:\n  - use: document-frequencies\n    with: { min: 1 }\n' >count.yaml
}

@test "document-frequencies counts documents, and does not depend on -j" {
    documents
    exits 0 textmill run count.yaml in -o one -j 1
    exits 0 textmill run count.yaml in -o two -j 3
    exits 0 textmill run count.yaml in -o none --in-process
    cmp one/document-frequencies.tsv two/document-frequencies.tsv
    cmp one/document-frequencies.tsv none/document-frequencies.tsv
    [ "$(head -n 1 one/document-frequencies.tsv)" = 3 ]
    grep -qxP 'tidal turbines\t2' one/document-frequencies.tsv
    grep -qxP 'salt marshes\t1' one/document-frequencies.tsv
}

@test "keywords reads what document-frequencies wrote" {
    documents
    exits 0 textmill run count.yaml in -o counted
    printf 'textmill: 1\nsteps:\n  - use: keywords\n    with: { method: tfidf, max: 1, frequencies: counted/document-frequencies.tsv }\n  - use: jsonl\n' >plan.yaml
    exits 0 textmill run plan.yaml in -o out
    grep -q '"term":"Grey whales"' out/documents.jsonl
    grep -q '"term":"Salt marshes"' out/documents.jsonl
}
