#!/usr/bin/env bats
# How a run is watched: progress, --stats, --stats-json and --metrics.

load helper

# Five documents: three go through, one is dropped, one kills its worker.
documents() {
    mkdir -p in
    for name in a b c; do echo "text of $name" >"in/$name.txt"; done
    echo DROP >in/d.txt
    echo SEGV >in/s.txt
    pipeline plan.yaml '- use: crash' '- use: jsonl'
}

# metrics FILE [EXPRESSION] - fails unless the file is what Prometheus takes.
metrics() {
    python3 "$TEXTMILL_SOURCE/tests/cli/prometheus.py" "$@"
}

crashes() {
    textmill run plan.yaml in -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS" "$@"
}

@test "--stats: a row a step, that add up" {
    documents
    exits 1 crashes --stats -j 1
    grep -qE '^STEP +DOCUMENTS +BYTES +DROPPED +FAILED +TIME +P50 +P99 +MB/S$' <<<"$stderr"
    grep -qE '^read-text +[0-9]+ ' <<<"$stderr"
    grep -qE '^crash +5 +[0-9]+ B +1 +1 ' <<<"$stderr"
    grep -qE '^jsonl +3 +30 B +0 +0 ' <<<"$stderr"
    has " lost" "sandbox: "
}

@test "--stats of a run that goes on: what this one did, and that it is not all" {
    documents
    exits 1 crashes -q -j 1
    exits 1 crashes --stats --resume
    has "; no step had the 5 documents that were done before"
    grep -qE '^\(reading\) +0 ' <<<"$stderr"
    echo "text of e" >in/e.txt
    exits 1 crashes --stats --resume
    grep -qE '^\(reading\) +[1-6] ' <<<"$stderr"
    [ "$(sed -n 's/.*no step had the \([0-9]*\) documents.*/\1/p' <<<"$stderr")" -gt 0 ]
}

@test "--stats-json: the same for programs" {
    documents
    exits 1 crashes --stats-json stats.json -q
    [ "$(json stats.json '[d[k] for k in ("stats", "pipeline", "state", "documents", "exported", "dropped", "quarantined", "bytes_in")]')" = \
        '[1, "plan", "finished", 5, 3, 1, 1, 35]' ]
    [ "$(json stats.json '[[s["id"], s["documents"], s["dropped"], s["failed"]] for s in d["steps"]][1:] + [d["steps"][2]["bytes"]]')" = \
        '[["crash", 5, 1, 1], ["jsonl", 3, 0, 0], 30]' ]
    [ "$(json stats.json 'all(0 < s["p50_nanoseconds"] <= s["p99_nanoseconds"] <= 1.07 * s["nanoseconds"] for s in d["steps"])')" = true ]
    exits 1 crashes --stats-json one.json -q -j 1
    # No time is counted for two things, such as for two steps that follow each other.
    [ "$(json one.json 'sum(s["nanoseconds"] for s in [d["reading"], *d["steps"]]) <= d["nanoseconds"]')" = true ]
    [ "$(json stats.json 'isinstance(d["sandbox"]["confined"], list) and len(d["sandbox"]["text"]) > 0')" = true ]
}

@test "counts and bytes do not depend on -j" {
    documents
    for jobs in 1 2 3; do
        exits 1 crashes --stats-json "$jobs.json" -q -j $jobs
        json "$jobs.json" '[[s["id"], s["documents"], s["dropped"], s["failed"], s["bytes"]] for s in d["steps"][2:]]' >>all
    done
    [ "$(sort -u all | wc -l)" -eq 1 ]
}

@test "--metrics: what Prometheus takes" {
    documents
    exits 1 crashes --metrics run.prom -q
    [ "$(metrics run.prom '[sum(m["textmill_documents_total"].values()), m["textmill_documents_total"][(("outcome", "exported"),)],
        m["textmill_run_state"][(("state", "finished"),)], m["textmill_step_failed_total"][(("step", "crash"),)],
        m["textmill_step_duration_seconds_count"][(("step", "crash"),)], m["textmill_workers_lost_total"][()] >= 1]')" = \
        '[5.0, 3.0, 1.0, 1.0, 5.0, True]' ]
    [ "$(stat -c %a run.prom)" = 644 ]
    [ -z "$(find . -maxdepth 1 -name '.*' -type f -o -maxdepth 1 -name 'run.prom.*')" ]
}

@test "--metrics: a run that has finished is past all bytes of its inputs, whatever stands at their ends" {
    pipeline plan.yaml '- use: jsonl'
    printf '{"text":"x"}\n{"text":"y"}\n' >line.jsonl
    printf '{"text":"x"}\n{"text":"y"}' >none.jsonl
    printf '{"text":"x"}\n\n \n\n' >blank.jsonl
    printf '\n\n' >only.jsonl
    : >empty.jsonl
    printf 'n,text\r\n1,x\r\n2,y\r\n\r\n' >rows.csv
    printf 'a\n' >text.txt
    local inputs option total
    for inputs in line.jsonl none.jsonl blank.jsonl only.jsonl empty.jsonl rows.csv text.txt '*.jsonl text.txt'; do
        # shellcheck disable=SC2086
        total=$(cat $inputs | wc -c)
        for option in --quiet --resume --shard=2/2; do
            # shellcheck disable=SC2086
            exits 0 textmill run plan.yaml $inputs -o "out$option" -q --metrics run.prom $option
            [ "$(metrics run.prom 'int(m["textmill_inputs_read_bytes"][()])')" = "$total" ]
            [ $option != --quiet ] || cp -r out--quiet out--resume
        done
        rm -r out--*
    done
}

@test "--metrics: names are escaped" {
    mkdir in
    echo x >in/a.txt
    printf '%s\n' 'textmill: 1' 'name: "a\"b\\c\nd"' 'steps:' '  - use: jsonl' >plan.yaml
    exits 0 textmill run plan.yaml in -o out -q --metrics run.prom
    [ "$(metrics run.prom 'repr(dict(list(m["textmill_run_info"])[0])["pipeline"])')" = "'a\"b\\\\c\\nd'" ]
}

@test "--metrics: the file is there while the run goes on, and says how it ended" {
    mkdir in
    echo HANG >in/a.txt
    pipeline plan.yaml '- use: crash' '- use: jsonl'
    textmill run plan.yaml in -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS" --metrics run.prom -q 3>&- &
    local run=$!
    until [ -e out/ledger.sqlite ]; do
        kill -0 $run
    done
    [ "$(metrics run.prom 'm["textmill_run_state"][(("state", "running"),)]')" = 1.0 ]
    kill -TERM $run
    wait $run && false
    [ "$(metrics run.prom 'm["textmill_run_state"][(("state", "stopped"),)]')" = 1.0 ]
}

@test "files that cannot be written" {
    documents
    exits 2 crashes --metrics no/where.prom
    has "--metrics: " "no/where.prom"
    [ ! -e out ]
    exits 1 crashes --stats-json no/where.json
    has "--stats-json: " "no/where.json"
    exits 1 crashes --stats-json /dev/stdout -q
    [[ "$output" == '{"stats":1,'* ]]
    [ -c /dev/null ]
    exits 1 crashes --stats-json /dev/null -q --metrics /dev/null
    [ -c /dev/null ]
}

@test "the parser of these tests is strict" {
    printf '# HELP a_total x\n# TYPE a_total counter\na_total{l="v"} 1\n' >good
    metrics good
    local bad=(
        'a_total 1'
        '# HELP a_total x\n# TYPE a_total counter\na_total{l="v"} 1\na_total{l="v"} 2'
        '# HELP a x\n# TYPE a counter\na 1'
        '# HELP a_total x\n# TYPE a_total counter\na_total{l="v\\x"} 1'
        '# HELP a_total x\n# TYPE a_total counter\na_total{l="v"} 1 123456'
        '# HELP a x\n# TYPE a summary\na{quantile="0.5"} 1\na_sum 2'
        '# HELP a_total x\n# TYPE a_total counter'
    )
    for text in "${bad[@]}"; do
        printf "%b\n" "$text" >bad
        run metrics bad
        [ "$status" -ne 0 ]
    done
}

@test "progress: on a terminal a line that is rewritten, elsewhere none for a short run, never with --quiet" {
    mkdir in
    echo "document" >in/1.txt
    pipeline plan.yaml '- use: crash' '- use: jsonl'
    exits 0 crashes
    [ "$(wc -l <<<"$stderr")" -eq 1 ]
    for i in $(seq 400); do echo "document $i" >"in/$i.txt"; done
    echo HANG >in/hang.txt
    on_terminal() {
        python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' \
            textmill run plan.yaml in -o out --timeout 2 --plugin-dir "$TEXTMILL_TEST_PLUGINS" "$@"
    }
    exits 1 on_terminal
    grep -qP '\r\d+ of 401 documents, [\d.]+ K?B, \d+/s, [\d.]+ K?B/s\x1b\[K' <<<"$output"
    exits 1 on_terminal -q
    lacks "documents"
}
