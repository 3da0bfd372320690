#!/usr/bin/env bats
# Workers are confined: a plugin that tries to get out, cannot, unless it says that it needs to.

load helper

# What only files, the network, programs and other processes are for; and what all steps may do.
writing="write-new write-input write-shared rename remove truncate mode folder link"
reading="read read-input list"
network="inet unix"
programs="fork exec"
processes="trace kill kill-thread read-memory"
tricks="pair limit ring type"
free="thread memory library signal null"

# tries STEP NAME... - a run in which the step tries each of the names; what came of it is in $tried.
tries() {
    local step=$1
    shift
    mkdir -p in
    echo "$*" >in/a.txt
    echo precious >victim
    chmod 600 victim
    pipeline plan.yaml "- use: $step" '- use: jsonl'
    exits 0 textmill run plan.yaml in -o out --stats "${options[@]}" --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    tried=$(json out/documents.jsonl '"\n".join(f"{k}: {v}" for k, v in sorted(d["metadata"].items()))')
}

# did NAME... - each of these succeeded. could_not NAME... - each of these was refused.
did() {
    local name
    for name in "$@"; do
        grep -qx "$name: did" <<<"$tried" || { echo "refused: $tried" >&2; return 1; }
    done
}

could_not() {
    local name
    for name in "$@"; do
        grep -qE "^$name: (Operation not permitted|Permission denied|Function not implemented|Invalid cross-device link)$" \
            <<<"$tried" || { echo "$name, of: $tried" >&2; return 1; }
    done
    [ ! -e escaped ] && [ "$(cat victim)" = precious ] && [ "$(stat -c %a victim)" = 600 ]
}

# needs_kernel - skips a test where the kernel or the build does not have all means, and says which.
needs_kernel() {
    mkdir -p probe
    echo x >probe/a
    pipeline probe.yaml '- use: jsonl'
    run textmill run probe.yaml probe -o probed -q --sandbox require
    [ "$status" -eq 0 ] || skip "$output"
}

# lacking WHAT COMMAND... - the program as on a kernel without it.
lacking() {
    local what=$1
    shift
    "$TEXTMILL_TEST_PLUGINS/without" "$what" "$@"
}

options=()

@test "a step that says nothing gets nowhere" {
    needs_kernel
    # shellcheck disable=SC2086
    tries escape $writing $reading $network $programs become $processes $tricks $free
    # shellcheck disable=SC2086
    could_not $writing $reading $network $programs become $processes $tricks
    # shellcheck disable=SC2086
    did $free
    has "sandbox: workers cannot write files, read files, use the network, start programs or touch other processes"
    lacks "needs to" "they could"
}

@test "without a sandbox it gets everywhere" {
    options=(--sandbox off)
    # shellcheck disable=SC2086
    tries escape read list $network $programs kill fork write-new remove limit $free
    # shellcheck disable=SC2086
    did read list $network $programs kill fork write-new remove limit $free
    has "sandbox: off"
    [ -e escaped ] && [ ! -e victim ]
}

@test "a step that needs files reads them, and no more" {
    needs_kernel
    # shellcheck disable=SC2086
    tries escape-files $writing $reading $network $programs $processes $tricks
    # shellcheck disable=SC2086
    did $reading
    # shellcheck disable=SC2086
    could_not $writing $network $programs $processes $tricks
    has "step 'escape-files' needs to read files" "cannot write files, use the network"
}

@test "a step that needs the network has it, and no more" {
    needs_kernel
    # shellcheck disable=SC2086
    tries escape-network $writing $reading $network $programs $processes limit ring type
    # shellcheck disable=SC2086
    did $network
    # shellcheck disable=SC2086
    could_not $writing $reading $programs $processes limit ring type
    has "step 'escape-network' needs to use the network"
}

@test "a step that needs programs starts them, and they are confined as it is" {
    needs_kernel
    # shellcheck disable=SC2086
    tries escape-programs $writing $network $programs $tricks
    # shellcheck disable=SC2086
    did $programs
    # shellcheck disable=SC2086
    could_not $writing $network $tricks
    has "step 'escape-programs' needs to read files or start programs"
}

@test "inspect shows what a step needs" {
    exits 0 textmill inspect --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    grep -q '^escape-network .*(needs network)$' <<<"$output"
    grep -qE '^escape +stage +Try to escape$' <<<"$output"
    exits 0 textmill inspect escape-files --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "Needs:  files"
    exits 0 textmill inspect escape-programs --json --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    grep -A1 '"needs"' <<<"$output" | grep -q programs
}

@test "a kernel without Landlock: what seccomp can do is done, and the rest is told" {
    needs_kernel
    mkdir -p in
    # shellcheck disable=SC2086
    echo $writing $reading $network $programs $processes $tricks thread memory >in/a.txt
    echo precious >victim
    chmod 600 victim
    pipeline plan.yaml '- use: escape' '- use: jsonl'
    exits 0 lacking landlock textmill run plan.yaml in -o out --stats --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "they could read files: this kernel or container has no Landlock"
    tried=$(json out/documents.jsonl '"\n".join(f"{k}: {v}" for k, v in d["metadata"].items())')
    # shellcheck disable=SC2086
    could_not $writing $network $programs trace kill kill-thread $tricks
    [ "$(id -u)" -ne 0 ] || could_not read-memory # a file of others' in /proc, to root without its rights; else one's own
    # shellcheck disable=SC2086
    did $reading thread memory
}

@test "a kernel without seccomp: what Landlock can do is done, and the rest is told" {
    needs_kernel
    mkdir -p in
    echo write-new write-input remove read list exec trace >in/a.txt
    echo precious >victim
    chmod 600 victim
    pipeline plan.yaml '- use: escape' '- use: jsonl'
    exits 0 lacking seccomp textmill run plan.yaml in -o out --stats --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "they could use the network" "seccomp"
    tried=$(json out/documents.jsonl '"\n".join(f"{k}: {v}" for k, v in d["metadata"].items())')
    could_not write-new write-input remove read list exec trace
}

@test "--sandbox=require refuses to run without, and says what is missing" {
    needs_kernel
    mkdir -p in
    echo x >in/a.txt
    pipeline plan.yaml '- use: jsonl'
    exits 2 lacking landlock textmill run plan.yaml in -o out --sandbox=require
    has "--sandbox=require: workers could read files: this kernel or container has no Landlock"
    exits 2 lacking seccomp textmill run plan.yaml in -o out --sandbox=require
    has "--sandbox=require: workers could use the network" "seccomp"
    exits 2 textmill run plan.yaml in -o out --sandbox=require --in-process
    has "--sandbox=require: without worker processes nothing is confined"
    [ ! -e out ]
    pipeline plan.yaml '- use: escape-files' '- use: jsonl' # does not need Landlock for reading
    exits 0 lacking landlock textmill run plan.yaml in -o out --sandbox=require --plugin-dir "$TEXTMILL_TEST_PLUGINS"
}

@test "a file that was open already stays as it is" {
    needs_kernel
    mkdir -p in
    echo inherited >in/a.txt
    pipeline plan.yaml '- use: escape' '- use: jsonl'
    for options in auto off; do
        exits 0 textmill run plan.yaml in -o out --sandbox $options --plugin-dir "$TEXTMILL_TEST_PLUGINS" 9>kept
        grep -q '"inherited":"did"' out/documents.jsonl
        if [ $options = auto ]; then [ ! -s kept ]; else [ "$(cat kept)" = escaped ]; fi
    done
}

@test "the process that cuts containers is confined as well" {
    needs_kernel
    pipeline plan.yaml '- use: crash' '- use: jsonl'
    python3 -c 'for i in range(100000): print("{\"text\": \"HANG" + "x" * 100 + "\"}")' >many.jsonl
    textmill run plan.yaml many.jsonl -o out -q -j 1 --plugin-dir "$TEXTMILL_TEST_PLUGINS" 3>&- &
    local run=$! found=
    until [ -n "$found" ]; do
        kill -0 $run # or it has ended, and never was
        for status in /proc/[0-9]*/status; do
            if grep -qs '^Name:.textmill-feeder$' "$status" && grep -qsE "^PPid:.$run$" "$status" &&
                grep -qs '^Seccomp:.2$' "$status"; then
                found=$status
            fi
        done
    done
    grep -q '^NoNewPrivs:.1$' "$found"
    kill -TERM $run
    wait $run || true
}

@test "links, pipes, lists and standard input are read all the same" {
    mkdir -p in elsewhere
    echo linked >elsewhere/a.txt
    ln -s ../elsewhere/a.txt in/link.txt
    mkfifo pipe
    echo piped >pipe &
    echo "$PWD/elsewhere/a.txt" >list
    pipeline plan.yaml '- use: text'
    exits 0 textmill run plan.yaml in pipe - -o - -q --writer text <<<"standard"
    [ "$output" = $'linked\npiped\nstandard' ]
    exits 0 textmill run plan.yaml --files-from list -o - -q --writer text
    [ "$output" = linked ]
}

@test "wrong modes" {
    pipeline plan.yaml '- use: jsonl'
    exits 2 textmill run plan.yaml in --sandbox never
    has "--sandbox takes auto, require or off, not 'never'"
}
