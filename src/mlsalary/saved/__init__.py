"""What a question starts from where somebody saved who they are: a file of theirs, variables of the
environment. Only the command line asks here; the library answers what it is given, nothing more."""
