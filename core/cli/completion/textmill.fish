# Completion of textmill for fish.

function __textmill_needs_command
    test (count (commandline -opc)) -eq 1
end

function __textmill_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and contains -- $words[2] $argv
end

function __textmill_steps
    textmill inspect 2>/dev/null | awk 'NR > 1 && NF == 0 { exit } NR > 1 { print $1 }'
end

complete -c textmill -n __textmill_needs_command -f -a run -d 'take documents through a pipeline'
complete -c textmill -n __textmill_needs_command -f -a check -d 'say whether pipeline files are right'
complete -c textmill -n __textmill_needs_command -f -a diff -d 'show what changed between two runs'
complete -c textmill -n __textmill_needs_command -f -a explain -d 'show what each step does to one document'
complete -c textmill -n __textmill_needs_command -f -a try -d 'run one script on one document and show what it did'
complete -c textmill -n __textmill_needs_command -f -a inspect -d 'show the steps there are'
complete -c textmill -n __textmill_needs_command -f -a ledger -d 'tell what became of each document'
complete -c textmill -n __textmill_needs_command -f -a merge -d 'put the shards of a run together'
complete -c textmill -n '__textmill_is merge' -s o -l output -xa '(__fish_complete_directories)' -d 'folder for the results'
complete -c textmill -n '__textmill_is merge' -l force -d 'write into any folder'
complete -c textmill -n '__textmill_is merge' -s q -l quiet -d 'no progress, no summary'
complete -c textmill -n __textmill_needs_command -f -a retry -d 'do again what failed'
complete -c textmill -n '__textmill_is ledger' -l failed -d 'only what was quarantined'
complete -c textmill -n '__textmill_is run' -l resume -d 'go on where an earlier run ended'
complete -c textmill -n '__textmill_is run' -l shard -x -d 'only shard I of N'
complete -c textmill -n __textmill_needs_command -f -a new -d 'write a working start'
complete -c textmill -n __textmill_needs_command -f -a schema -d 'print a JSON Schema'
complete -c textmill -n __textmill_needs_command -f -a validate -d 'try a plugin on hostile documents'
complete -c textmill -n __textmill_needs_command -f -a verify -d 'prove that results are what their sources say'
complete -c textmill -n '__textmill_is verify' -l files -d 'only the ledger and the files'
complete -c textmill -n '__textmill_is verify' -l json -d 'all findings, as JSON lines'
complete -c textmill -n __textmill_needs_command -f -a dict -d 'check, describe or compile dictionaries'
complete -c textmill -n __textmill_needs_command -f -a show -d 'show a document'
complete -c textmill -n __textmill_needs_command -f -a test -d 'run the tests of scripts'
complete -c textmill -n __textmill_needs_command -f -a query -d 'search the database of a run'
complete -c textmill -n __textmill_needs_command -l version -d 'print the version'
complete -c textmill -s h -l help -d 'show help'

complete -c textmill -n '__textmill_is run check explain try show inspect schema' -l plugin-dir -xa '(__fish_complete_directories)' -d 'look for plugins there first'
complete -c textmill -n '__textmill_is run check explain try show' -l script-dir -xa '(__fish_complete_directories)' -d 'look for scripts there too'
complete -c textmill -n '__textmill_is run check explain try show' -l set -x -d 'ID.OPTION=VALUE'

complete -c textmill -n '__textmill_is run' -s o -l output -xa '(__fish_complete_directories)' -d 'folder for the results'
complete -c textmill -n '__textmill_is run' -s j -l jobs -x -d 'worker processes'
complete -c textmill -n '__textmill_is run' -l writer -x -d 'the writer that prints, with -o -'
complete -c textmill -n '__textmill_is run' -l reproducible -d 'no result says when it was made'
complete -c textmill -n '__textmill_is run' -l force -d 'write into a folder that textmill did not make'
complete -c textmill -n '__textmill_is run' -l files-from -r -d 'read the files that a list names'
complete -c textmill -n '__textmill_is run' -l timeout -x -d 'seconds after which a document is given up'
complete -c textmill -n '__textmill_is run' -l memory-limit -x -d 'memory after which a document is given up'
complete -c textmill -n '__textmill_is run' -l sandbox -x -a 'auto require off' -d 'confine workers'
complete -c textmill -n '__textmill_is run' -l stats -d 'documents and time by step'
complete -c textmill -n '__textmill_is run' -l stats-json -r -d 'write the same as JSON'
complete -c textmill -n '__textmill_is run' -l metrics -r -d 'keep a file up to date, for Prometheus'
complete -c textmill -n '__textmill_is run' -s q -l quiet -d 'no progress, no summary'
complete -c textmill -n '__textmill_is run' -l in-process -d 'no worker processes'
complete -c textmill -n '__textmill_is run' -l watch -d 'run again whenever a file changes'

complete -c textmill -n '__textmill_is explain' -l step -x -d 'show this step only'
complete -c textmill -n '__textmill_is try' -l after -r -d 'run the stages of this pipeline first'
complete -c textmill -n '__textmill_is explain try' -l all -d 'show every change'
complete -c textmill -n '__textmill_is explain' -l format -xa 'text html' -d 'how to print'

complete -c textmill -n '__textmill_is show' -s p -l pipeline -r -d 'take the document through this pipeline'
complete -c textmill -n '__textmill_is show' -l only -x -a 'head outline tags keywords records entities layers remarks text' -d 'show these parts only'
complete -c textmill -n '__textmill_is show' -l all -d 'show every row'
complete -c textmill -n '__textmill_is show' -s w -l width -x -d 'columns to fill'
complete -c textmill -n '__textmill_is show' -l color -xa 'auto always never' -d 'use colours'

complete -c textmill -n '__textmill_is inspect' -l json -d 'print JSON'
complete -c textmill -n '__textmill_is inspect' -f -a '(__textmill_steps)'

complete -c textmill -n '__textmill_is new' -f -a 'pipeline script plugin'
complete -c textmill -n '__textmill_is new' -l role -x -a 'stage reader writer sink corpus' -d 'what the script or plugin is'
complete -c textmill -n '__textmill_is schema' -l document -d 'of what the json step writes'

complete -c textmill -n '__textmill_is validate' -l step -x -d 'check this step only'
complete -c textmill -n '__textmill_is validate' -l document -r -d 'try this file as well'
complete -c textmill -n '__textmill_is validate' -l only-documents -d 'try nothing else'
complete -c textmill -n '__textmill_is validate' -l set -x -d '[STEP.]OPTION=VALUE'
complete -c textmill -n '__textmill_is validate' -l timeout -x -d 'seconds after which a call hangs'

complete -c textmill -n '__textmill_is dict' -a 'check stats compile'
complete -c textmill -n '__textmill_is dict' -s o -l output -r -d 'file to compile to'
complete -c textmill -n '__textmill_is dict' -l fold -x -d 'what does not count'
complete -c textmill -n '__textmill_is dict' -l category -x -d 'only terms of these categories'
complete -c textmill -n '__textmill_is dict' -l language -x -d 'only labels of these languages'
complete -c textmill -n '__textmill_is dict' -l stem -x -d 'compare words by their stems'
complete -c textmill -n '__textmill_is test' -l tap -d 'print TAP'
complete -c textmill -n '__textmill_is query' -l json -d 'print JSON'
complete -c textmill -n '__textmill_is query' -s n -l limit -x -d 'show so many passages'
complete -c textmill -n '__textmill_is query' -l color -xa 'auto always never' -d 'use colours'
complete -c textmill -n '__textmill_is diff' -l json -d 'print JSON'
complete -c textmill -n '__textmill_is diff' -s s -l summary -d 'print totals only'
complete -c textmill -n '__textmill_is diff' -l all -d 'show every change'
complete -c textmill -n '__textmill_is diff' -s w -l width -x -d 'columns to fill'
complete -c textmill -n '__textmill_is diff' -l color -xa 'auto always never' -d 'use colours'
