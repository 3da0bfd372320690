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
    with: { rule: "==" }
END
printf 'one\n' >a.txt
printf '能源' >b.txt
: >empty.txt

"$textmill" run plan.yaml a.txt b.txt empty.txt -o out --quiet
printf '== 0 a.txt\none\n\n== 1 b.txt\n能源\n== 2 empty.txt\n\n' | diff -u - out/@NAME@.txt

# The same bytes, however many workers there are.
"$textmill" run plan.yaml a.txt b.txt empty.txt -o again -j 2 --quiet
cmp out/@NAME@.txt again/@NAME@.txt
