#!/bin/sh
# Tests @NAME@ the way it is used: in a run of textmill, whose results are compared.
set -eu
textmill=${1:-textmill}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >plan.yaml <<'END'
textmill: 1
steps:
  - use: @NAME@
    with: { prefix: my- }
  - use: json
  - use: text
END
printf 'title: One\nyear: 2025\n\nThe text.\n' >headed.txt
printf 'No head here.\n' >plain.txt
: >empty.txt
printf 'caf\351\n' >latin1.txt

# Status 1: a document is in quarantine, the one that is not UTF-8.
"$textmill" run plan.yaml headed.txt plain.txt empty.txt -o out --quiet
status=0
"$textmill" run plan.yaml latin1.txt -o bad --quiet 2>messages || status=$?
[ $status = 1 ]
grep 'UTF-8' messages

printf 'The text.\n' | diff -u - out/headed.txt
diff -u plain.txt out/plain.txt
grep -q '"my-title": *"One"' out/headed.json
grep -q '"my-year": *"2025"' out/headed.json
