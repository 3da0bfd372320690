#!/usr/bin/env bats
# The examples give what a person has read and found right: golden/NAME.txt, in the words of digest.py.

load helper

# golden PIPELINE DOCUMENT NAME
golden() {
    cd "$TEXTMILL_SOURCE" || return 1
    exits 0 textmill run "examples/$1.yaml" "examples/documents/$2" -o "$BATS_TEST_TMPDIR/out"
    "$TEXTMILL_SOURCE/tests/cli/digest.py" "$BATS_TEST_TMPDIR/out/$3.json" >"$BATS_TEST_TMPDIR/digest.txt"
    diff -u "$TEXTMILL_SOURCE/tests/cli/golden/$3.txt" "$BATS_TEST_TMPDIR/digest.txt"
}

@test "plan: a scraped page with a government plan" {
    golden plan plan-page.txt plan-page
    out=$BATS_TEST_TMPDIR/out
    # Noise is gone, no sentence of the plan is lost.
    for noise in 搜索历史 您的位置 投稿 特别声明 查看更多 0031277a; do
        run ! grep -q "$noise" "$out/plan-page.md"
    done
    python3 - "$TEXTMILL_SOURCE/examples/documents/plan-page.txt" "$out/plan-page.json" <<'END'
import json, sys
source = open(sys.argv[1], encoding="utf-8").read()
plan = source[source.index("专栏6"):source.index("(图片来源")]
text = json.load(open(sys.argv[2], encoding="utf-8"))["text"]
lost = [line for line in plan.splitlines() if line and not line.endswith(".jpg") and line not in text]
assert not lost, lost
END
    [ -s "$out/plan-page.sections.csv" ] && [ -s "$out/plan-page.tags.csv" ]
    [ -s "$out/plan-page.records.indicator.csv" ]
}

@test "law: a statute with parts, chapters, sections, articles and items" {
    golden law statute.txt statute
}

@test "charter: what must not be told is told nowhere; references that lead nowhere" {
    golden charter charter.txt charter
    diff "$TEXTMILL_SOURCE/tests/cli/golden/charter.outline.txt" "$BATS_TEST_TMPDIR/out/charter.outline.txt"
    run ! grep -rqE '5550|ottilie|0532 ?0130' "$BATS_TEST_TMPDIR/out"
}

@test "trend: terms of four years" {
    cd "$TEXTMILL_SOURCE"
    exits 0 textmill run examples/trend.yaml examples/bulletins -o "$BATS_TEST_TMPDIR/out"
    diff "$TEXTMILL_SOURCE/tests/cli/golden/trend.txt" "$BATS_TEST_TMPDIR/out/keyword-trend.txt"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/out/keyword-trend.csv")" -eq 17 ]
}

@test "standard: numbered clauses, a table of contents, annexes" {
    golden standard standard.txt standard
}

@test "manual: Markdown, with its own marks kept in the text" {
    golden manual manual.md manual
    diff "$TEXTMILL_SOURCE/examples/documents/manual.md" "$BATS_TEST_TMPDIR/out/manual.txt"
}

@test "the results are the same from everywhere" {
    cd "$TEXTMILL_SOURCE"
    exits 0 textmill run examples/plan.yaml examples/documents/plan-page.txt -o "$BATS_TEST_TMPDIR/a" -q
    cd "$TEXTMILL_SOURCE/examples/documents"
    exits 0 textmill run ../plan.yaml plan-page.txt -o "$BATS_TEST_TMPDIR/b" -q
    diff "$BATS_TEST_TMPDIR/a/plan-page.md" "$BATS_TEST_TMPDIR/b/plan-page.md"
}

@test "every run gives the same bytes, for any -j" {
    cd "$TEXTMILL_SOURCE"
    for jobs in 1 2 3 4; do
        exits 0 textmill run examples/plan.yaml examples/documents -o "$BATS_TEST_TMPDIR/$jobs" -j "$jobs" -q --reproducible
        same_results "$BATS_TEST_TMPDIR/1" "$BATS_TEST_TMPDIR/$jobs"
    done
}
