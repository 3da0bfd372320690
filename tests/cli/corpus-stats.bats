#!/usr/bin/env bats
# Totals over all documents, and the scores that tags makes of them.

load helper

setup_corpus() {
    mkdir in
    printf 'wind and sun and wind\n' >in/a.txt
    printf '风电 wind\n' >in/b.txt
    printf 'nothing\n' >in/c.txt
    : >in/d.txt
    cat >language.lua <<'END'
return { process = function(doc, ctx)
    doc.meta.language = doc.id == "b.txt" and "zh" or "en"
    if doc.id == "a.txt" then doc:record("note", 1, 4, { text = "x" }) end
    if doc.id == "gone.txt" then return ctx:drop("gone") end
end }
END
    printf 'term\tcategory\nwind\tenergy/wind\n风电\tenergy/wind\nsun\tenergy/sun\n' >terms.tsv
    pipeline count.yaml '- script: language.lua' '- use: tags' '  with: { dictionary: terms.tsv }' '- use: corpus-stats'
}

@test "all that is counted" {
    setup_corpus
    echo wind >in/gone.txt
    exits 0 textmill run count.yaml in -o out
    [ "$(ls out)" = "corpus-stats.csv
corpus-stats.json
corpus-stats.tsv
ledger.sqlite" ]
    [ "$(json out/corpus-stats.json '[d[k] for k in ["documents", "bytes", "characters", "sections", "tags", "records"]]')" = "[4, 42, 38, 0, 5, 1]" ]
    [ "$(json out/corpus-stats.json '[d["length"][k] for k in ["min", "max", "mean"]]')" = "[0, 22, 9.5]" ]
    [ "$(json out/corpus-stats.json '[[b["from"], b["to"], b["documents"]] for b in d["length"]["distribution"]]')" = "[[0, 0, 1], [8, 15, 2], [16, 31, 1]]" ]
    for list in 'languages:[["en", 3, 3], ["zh", 1, 1]]' 'encodings:[["UTF-8", 4, 4]]' \
        'record_kinds:[["note", 1, 1]]' 'terms:[["wind", 3, 2], ["sun", 1, 1], ["风电", 1, 1]]' \
        'categories:[["energy", 5, 2], ["energy/wind", 4, 2], ["energy/sun", 1, 1]]'; do
        got=$(json out/corpus-stats.json "[[v['value'], v['count'], v['documents']] for v in d['${list%%:*}']['values']]" | tr "'" '"')
        [ "$got" = "${list#*:}" ] || { echo "$got"; false; }
    done
    [ "$(cat out/corpus-stats.tsv)" = "$(printf '4\nsun\t1\nwind\t2\n风电\t1')" ]
    grep -qx $'terms,wind,3,2\r' out/corpus-stats.csv
    grep -qx $'length,8 to 15,2,2\r' out/corpus-stats.csv
}

@test "the same for any number of workers, and for a run that goes on" {
    setup_corpus
    for i in {1..80}; do printf 'wind %s sun\n' "$i" >"in/$i.txt"; done
    exits 0 textmill run count.yaml in -o one -j 1
    for jobs in 2 4; do
        exits 0 textmill run count.yaml in -o many -j "$jobs"
        same_results one many
    done
    mv in/50.txt .
    exits 0 textmill run count.yaml in -o part
    mv 50.txt in
    exits 0 textmill run count.yaml in -o part --resume
    cmp one/corpus-stats.json part/corpus-stats.json
    cmp one/corpus-stats.csv part/corpus-stats.csv
    cmp one/corpus-stats.tsv part/corpus-stats.tsv
}

@test "more values than there is room for: a fixed sample, which says so" {
    setup_corpus
    cat >many.lua <<'END'
return { process = function(doc)
    for n in doc:text():gmatch("%d+") do doc:add("tag", 1, 1, { term = "t" .. n }) end
end }
END
    for i in {1..40}; do echo {1..200} >"in/$i.txt"; done
    pipeline many.yaml '- script: many.lua' '- use: corpus-stats' '  with: { max_values: 100 }'
    exits 0 textmill run many.yaml in -o one -j 1
    exits 0 textmill run many.yaml in -o many -j 4
    diff one/corpus-stats.json many/corpus-stats.json
    [ ! -e one/corpus-stats.tsv ]
    [ "$(json one/corpus-stats.json 'd["terms"]["complete"]')" = false ]
    [ "$(json one/corpus-stats.json '40 <= len(d["terms"]["values"]) <= 100')" = true ]
    [ "$(json one/corpus-stats.json 'all(v["count"] == 40 for v in d["terms"]["values"])')" = true ]
    [ "$(json one/corpus-stats.json 'd["languages"]["complete"]')" = true ]
}

# What each document's terms score, by the definition.
score_by_definition() {
    python3 - "$@" <<'END'
import math, sys
counts = {"a.txt": {"wind": 2, "sun": 1}, "b.txt": {"风电": 1, "wind": 1}}
lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
documents = int(lines[0])
having = {term: int(n) for term, n in (line.split("\t") for line in lines[1:] if line)}
for document, terms in sorted(counts.items()):
    weights = {term: tf * math.log(documents / having.get(term, 1)) for term, tf in terms.items()}
    norm = math.sqrt(sum(w * w for w in weights.values())) or 1
    for term in sorted(terms):
        print(document, term, round(weights[term] / norm, 6) + 0.0)
END
}

scores() {
    python3 - "$1" <<'END'
import json, sys
for line in open(sys.argv[1] + "/documents.jsonl", encoding="utf-8"):
    document = json.loads(line)
    rows = document.get("records", {}).get("tag_summary", [])
    for row in sorted((r for r in rows if r["term"] and not r["section"]), key=lambda r: r["term"]):
        print(document["id"], row["term"], row["tf_idf"])
    assert all(r["tf_idf"] is None for r in rows if not r["term"])
END
}

@test "two runs: what the first counts, the second scores by" {
    setup_corpus
    exits 0 textmill run count.yaml in -o counted
    pipeline score.yaml '- use: tags' '  with: { dictionary: terms.tsv, summary: document, frequencies: counted/corpus-stats.tsv }' '- use: jsonl'
    exits 0 textmill run score.yaml in -o scored
    scores scored >got
    [ "$(wc -l <got)" = 4 ]
    diff got <(score_by_definition counted/corpus-stats.tsv)

    printf '4\nwind\t4\r\n\n' >counted/corpus-stats.tsv # wind is everywhere, the others nowhere
    exits 0 textmill run score.yaml in -o scored
    scores scored >got
    diff got <(score_by_definition counted/corpus-stats.tsv)
    grep -qx 'a.txt wind 0.0' got
}

@test "files of frequencies that are none" {
    setup_corpus
    pipeline score.yaml '- use: tags' '  with: { dictionary: terms.tsv, summary: document, frequencies: f.tsv }' '- use: jsonl'
    while IFS='|' read -r content message; do
        printf '%b' "$content" >f.tsv
        exits 2 textmill check score.yaml
        has "f.tsv" "$message" "corpus-stats"
    done <<'END'
|1:1: error: the first line is not the number of documents
many\n|1:1: error: the first line is not the number of documents
3\nwind\n|2:1: error: not a term, a tab and a number of documents
3\n\t2\n|2:1: error: not a term, a tab and a number of documents
3\nwind\t-1\n|2:1: error: the number of documents is not a whole number
3\nwind\t99999999999999999999\n|2:1: error: the number of documents is not a whole number
3\nwind\t4\n|2:1: error: more documents than the corpus has
3\nwind\t1\nwind\t1\n|3:1: error: this term was there before
3\n\xff\t1\n|the file is not UTF-8
END
    pipeline score.yaml '- use: tags' '  with: { dictionary: terms.tsv, frequencies: terms.tsv }' '- use: jsonl'
    exits 2 textmill check score.yaml
    has "scores stand in the summary, and there is none" "add \`summary: document\`"
}
