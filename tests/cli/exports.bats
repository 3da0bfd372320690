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
    exits 0 env -u SOURCE_DATE_EPOCH textmill run all.yaml in -o out
    grep -q "<change when=\"$(date -u +%Y)-" out/a.tei.xml
    SOURCE_DATE_EPOCH=yesterday exits 2 textmill run all.yaml in -o out
    has "SOURCE_DATE_EPOCH takes seconds since 1970, not 'yesterday'"
}

@test "each export says what made it, and of what" {
    everything
    exits 0 textmill run all.yaml in -o out
    local pipeline source file
    pipeline=$(json out/a.json 'd["textmill"]["pipeline_sha256"]' | tr -d '"')
    source=$(sha256sum in/a.md | cut -d' ' -f1)
    [ "${#pipeline}" -eq 64 ]
    for file in a.json documents.jsonl a.documents.csv a.md a.tei.xml a.jsonld; do
        grep -q "$pipeline" "out/$file"
        grep -q "$source" "out/$file"
        grep -q "$(textmill --version | grep -oE '[0-9.]+')" "out/$file"
    done
}
