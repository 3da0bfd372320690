#!/usr/bin/env bats
# Workers that are killed, hang, swell or lie: each costs exactly the document that it was on, and all
# else comes out the same bytes on one worker and on several, as if that document had not been there.

load helper

# wreck HOW CODE [OPTION...] - a run over documents of which one wrecks its worker; CODE is what it is
# quarantined with.
wreck() {
    local how=$1 code=$2 jobs
    shift 2
    rm -rf in out-* good
    mkdir in
    for i in $(seq -w 24); do echo "document $i" >"in/$i.txt"; done
    rm in/13.txt
    pipeline plan.yaml '- use: wreck' '- use: text' '- use: jsonl' '- use: csv'
    [ -z "${step-}" ] || pipeline plan.yaml "$step" '- use: text' '- use: jsonl' '- use: csv'
    exits 0 textmill run plan.yaml in -o good -q --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    echo "WRECK $how" >in/13.txt
    for jobs in 1 2; do
        exits 1 textmill run plan.yaml in -o out-$jobs -j $jobs --plugin-dir "$TEXTMILL_TEST_PLUGINS" "$@"
        has "24 documents: 23 exported, 0 dropped, 1 quarantined" "13.txt"
        textmill ledger out-$jobs | grep '"13.txt"' | grep -q "\"code\":\"$code\""
    done
    same_results out-1 out-2
    diff -r -x ledger.sqlite good out-1
}

@test "killed by a signal" {
    for signal in SEGV ABRT KILL BUS FPE ILL PIPE TRAP SYS ALRM XCPU USR1; do
        wreck SIG$signal crash
        has "worker died of SIG$signal in step 'wreck'"
    done
}

@test "memory that is not its own, a file that was cut, a stack that is full" {
    for how in overflow cut stack; do
        wreck $how crash
        has "in step 'wreck'"
    done
}

@test "exit() in the middle" {
    wreck exit crash
    has "in step 'wreck'"
}

@test "abort() in a thread of its own" {
    wreck thread crash
    has "SIGABRT" "in step 'wreck'"
}

@test "a hang that no signal ends" {
    wreck hang deadline --timeout 2
    has "took too long; it was in step 'wreck'"
}

@test "more memory than --memory-limit: by malloc, by mmap, by a script" {
    if ldd "$TEXTMILL_BUILD/textmill" | grep -q libasan; then skip "AddressSanitizer takes memory its own way"; fi
    wreck balloon memory --memory-limit 64M
    has "needed more than 64 MiB of memory in step 'wreck'"
    wreck map memory --memory-limit 64M
    cat >swell.lua <<'END'
return {
  name = "swell",
  summary = "Swells",
  process = function(doc)
    local parts = {}
    while doc:text():find("WRECK", 1, true) do
      parts[#parts + 1] = ("x"):rep(1000) .. #parts
    end
  end,
}
END
    step='- script: swell.lua' wreck swell memory --memory-limit 64M
}

@test "a script that hangs: in its own code, in string.find, in mill.re" {
    hangs() {
        cat >hang.lua <<END
return {
  name = "hang",
  summary = "Hangs",
  process = function(doc)
    if doc:text():find("WRECK", 1, true) then
      $2
    end
  end,
}
END
        step=$'- script: hang.lua\n    limits: { time: '"${3-50ms} }" wreck hang "$1"
        has "hang.lua:6"
    }
    hangs deadline 'while true do end'
    hangs deadline 'local s = ("a"):rep(3000); s:find(".-.-.-.-b")'
    hangs script 'local s = ("a"):rep(40); while true do mill.re[[(a+)+$]]:find(s .. "b") end' 600s # its own limit comes first
}

@test "descriptors closed behind its back" {
    wreck close crash
}

@test "garbage in its answer and in its channel" {
    wreck scribble crash
}

@test "children that it leaves behind end with it" {
    wreck fork crash --sandbox off
    local child state
    for child in child-*; do
        [ -e "$child" ]
        child=${child#child-}
        # Killed already; perhaps nobody has waited for it yet.
        until ! state=$(grep '^State:' "/proc/$child/status" 2>/dev/null) || [[ $state == *Z* ]]; do
            :
        done
    done
}
