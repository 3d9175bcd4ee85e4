# Completion of mlsalary for bash. `mlsalary --install-completion` installs it.

_mlsalary() {
    local answer offer
    COMPREPLY=()
    answer=$(_MLSALARY_COMPLETE=bash _MLSALARY_BREAKS=$COMP_WORDBREAKS \
        "${1/#\~/$HOME}" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    if [[ $answer == :files ]]; then
        compopt -o default 2>/dev/null
        return
    fi
    while IFS= read -r offer; do
        [[ -n $offer ]] && COMPREPLY+=("$offer")
    done <<<"$answer"
}

complete -o nosort -F _mlsalary mlsalary 2>/dev/null || complete -F _mlsalary mlsalary
