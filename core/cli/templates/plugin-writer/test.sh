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
    with: { separator: ";" }
END
printf 'one\ntwo\n' >a.txt
printf '能源' >b.txt
: >empty.txt

"$textmill" run plan.yaml a.txt b.txt empty.txt -o out --quiet
printf 'document;characters;lines\na.txt;8;2\nb.txt;2;1\nempty.txt;0;0\n' | diff -u - out/@NAME@.tsv
