"""The way in from the shell: ``mlsalary`` and ``python -m mlsalary``."""

from __future__ import annotations

import gc


def run() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # what loads now stays: looking for garbage in it costs a twelfth of the start
    from mlsalary import cli

    gc.freeze()
    gc.enable()
    cli.run()


if __name__ == "__main__":
    run()
