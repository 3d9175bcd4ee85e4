# Completion of mlsalary for fish. `mlsalary --install-completion` installs it.

function __mlsalary_offers
    set -l program (string replace -r '^~' $HOME -- (commandline -opc)[1])
    set -lx _MLSALARY_COMPLETE fish
    set -l offers ($program (commandline -cp) 2>/dev/null)
    if test "$offers" != :files
        printf '%s\n' $offers
        return
    end
    set -l word (commandline -ct)
    set -l head (string match -r '^--[^=]+=' -- $word)
    for path in (__fish_complete_path (string replace -- "$head" '' $word))
        echo "$head$path"
    end
end

complete --command mlsalary --no-files --keep-order --arguments '(__mlsalary_offers)'
