#compdef mlsalary
# Completion of mlsalary for zsh. `mlsalary --install-completion` installs it.

_mlsalary() {
    local line answer
    local -a offers values shown lines
    line="${(j: :)words[1,CURRENT-1]} ${words[CURRENT]%$SUFFIX}"
    answer=$(_MLSALARY_COMPLETE=zsh ${~${(Q)words[1]}} $line 2>/dev/null)
    compset -P '--[^=]##='
    if [[ $answer == :files ]]; then
        _files
        return
    fi
    offers=(${(f)answer})
    values=(${offers%%$'\t'*})
    shown=(${offers#*$'\t'})
    [[ $answer == *$'\t'* ]] && lines=(-l)
    compadd -V value -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' $lines -d shown -a values
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _mlsalary "$@"
else
    compdef _mlsalary mlsalary
fi
