# Completion of textmill for bash.

_textmill_steps() {
    textmill inspect 2>/dev/null | awk 'NR > 1 && NF == 0 { exit } NR > 1 { print $1 }'
}

_textmill() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
    local pipeline='--set --plugin-dir --script-dir --help' words=''
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W 'run check diff explain inspect ledger merge new retry schema show test try validate verify dict query --help --version' -- "$cur")
        return
    fi
    case $prev in
    -o | --output | --plugin-dir | --script-dir)
        mapfile -t COMPREPLY < <(compgen -d -- "$cur")
        return
        ;;
    --color)
        mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur")
        return
        ;;
    --only)
        mapfile -t COMPREPLY < <(compgen -W 'head outline tags keywords records entities layers remarks text' -- "$cur")
        return
        ;;
    --format)
        mapfile -t COMPREPLY < <(compgen -W 'text html' -- "$cur")
        return
        ;;
    --role)
        mapfile -t COMPREPLY < <(compgen -W 'stage reader writer sink corpus' -- "$cur")
        return
        ;;
    --sandbox)
        mapfile -t COMPREPLY < <(compgen -W 'auto require off' -- "$cur")
        return
        ;;
    -j | --jobs | --set | --timeout | --memory-limit | --writer | --step | --width | --limit) return ;;
    esac
    case $command in
    run) words="--output --jobs --writer --force --reproducible --files-from --resume --shard --timeout --memory-limit --sandbox --stats --stats-json --metrics --quiet --in-process --watch $pipeline" ;;
    check) words=$pipeline ;;
    diff) words='--json --summary --all --width --color --help' ;;
    explain) words="--step --all --format $pipeline" ;;
    show) words="--pipeline --only --all --width --color $pipeline" ;;
    try) words="--after --all $pipeline" ;;
    inspect) words="--json --plugin-dir --help" ;;
    ledger) words="--failed --help" ;;
    merge) words="--output --force --quiet --help" ;;
    new) words='--help --role' ;;
    test) words='--tap --help' ;;
    schema) words='--document --plugin-dir --help' ;;
    validate) words='--step --document --only-documents --set --timeout --help' ;;
    verify) words='--files --json --help' ;;
    query) words='--json --limit --color --help' ;;
    dict) words='--output --fold --category --language --stem --help' ;;
    esac
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
    elif [ "$command" = inspect ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_textmill_steps)" -- "$cur")
    elif [ "$command" = new ] && [ "$COMP_CWORD" -eq 2 ]; then
        mapfile -t COMPREPLY < <(compgen -W 'pipeline script plugin' -- "$cur")
    elif [ "$command" = dict ] && [ "$COMP_CWORD" -eq 2 ]; then
        mapfile -t COMPREPLY < <(compgen -W 'check stats compile' -- "$cur")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
}

complete -o filenames -F _textmill textmill
