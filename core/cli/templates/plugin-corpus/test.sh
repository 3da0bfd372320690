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
    with: { word: 能源 }
END
printf '智慧能源，清洁能源\n' >a.txt
printf 'energy\n' >b.txt
: >empty.txt

"$textmill" run plan.yaml a.txt b.txt empty.txt -o out --quiet
printf 'word\toccurrences\tdocuments\n能源\t2\t1\n' | diff -u - out/@NAME@.tsv
