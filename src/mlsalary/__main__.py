"""The way in from the shell: ``mlsalary`` and ``python -m mlsalary``."""

from __future__ import annotations

import gc
import sys


def run() -> None:
    """Run the command line and exit with its code."""
    try:
        gc.disable()  # what loads now stays: looking for garbage in it costs a twelfth of the start
        from mlsalary import cli

        gc.freeze()
        gc.enable()
        cli.run()
    except KeyboardInterrupt:  # while the program starts or ends; `cli.main` answers to the others
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)


if __name__ == "__main__":
    run()
