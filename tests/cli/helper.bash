# What the tests of the program share. Each test works in a scratch folder of its own.

bats_require_minimum_version 1.5.0

setup() {
    export PATH="$TEXTMILL_BUILD:$PATH"
    export HOME="$BATS_TEST_TMPDIR/home"
    export XDG_DATA_HOME="$BATS_TEST_TMPDIR/data"
    export LC_ALL=C.UTF-8 TERM=xterm
    export SOURCE_DATE_EPOCH=1700000000 # runs of different seconds give the same bytes
    unset TEXTMILL_PLUGIN_PATH NO_COLOR
    export examples="$TEXTMILL_SOURCE/examples"
    umask 022
    mkdir -p "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work" || return 1
}

# pipeline NAME LINE... - writes a pipeline file whose steps are the lines.
pipeline() {
    local name=$1
    shift
    printf 'textmill: 1\nsteps:\n' >"$name"
    printf '  %s\n' "$@" >>"$name"
}

# optional_step ARRAY STEP - the lines of a pipeline for a step that not every build has.
optional_step() {
    local -n lines=$1
    # shellcheck disable=SC2034 # it is the caller's
    if textmill inspect "$2" >/dev/null 2>&1; then lines=("- use: $2"); else lines=(); fi
}

# has TEXT... - each TEXT stands in what the command printed ($output and $stderr).
has() {
    local text
    for text in "$@"; do
        if [[ "$output${stderr-}" != *"$text"* ]]; then
            printf 'missing: %s\nin:\n%s\n%s\n' "$text" "$output" "${stderr-}" >&2
            return 1
        fi
    done
}

# lacks TEXT... - none of them does.
lacks() {
    local text
    for text in "$@"; do
        if [[ "$output${stderr-}" == *"$text"* ]]; then
            printf 'not wanted: %s\nin:\n%s\n%s\n' "$text" "$output" "${stderr-}" >&2
            return 1
        fi
    done
}

# exits STATUS COMMAND... - runs it, with $output and $stderr, and compares the exit status.
exits() {
    local expected=$1
    shift
    run --separate-stderr "$@"
    if [ "$status" -ne "$expected" ]; then
        printf 'exit status %s, not %s, of: %s\n%s\n%s\n' "$status" "$expected" "$*" "$output" "$stderr" >&2
        return 1
    fi
}

# same_results A B - two runs have the same results and ledgers, but for times.
same_results() {
    diff -r -x ledger.sqlite "$1" "$2" && diff <(textmill ledger "$1") <(textmill ledger "$2")
}

# json FILE EXPRESSION - prints a Python expression of `d`, the JSON in FILE.
json() {
    python3 -c 'import json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
value = eval(sys.argv[2])
print(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))' "$1" "$2"
}

# widest - the columns of the longest line of standard input, escape sequences aside.
widest() {
    python3 -c 'import re, sys, unicodedata
print(max(sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
          for line in re.sub("\x1b\\[[0-9;]*m|\r", "", sys.stdin.read()).split("\n")))'
}
