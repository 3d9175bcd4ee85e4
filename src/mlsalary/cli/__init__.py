"""The command line: one thin module a verb, each loaded only when it is asked for."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from mlsalary.cli import output, signals, streams
from mlsalary.cli.program import VERSION, Program, Verb, show_version
from mlsalary.cli.terminal import CURRENT, Terminal
from mlsalary.errors import BadDataError, MlsalaryError, ReaderLeft, UsageError, bug, unreadable
from mlsalary.spelling import one_line

_ASK = "Ask about pay"
_FILES = "Data and files"
_DOORS = "Other ways in"
VERBS = {
    "estimate": _ASK,
    "offer": _ASK,
    "compare": _ASK,
    "target": _ASK,
    "path": _ASK,
    "brief": _ASK,
    "profile": _ASK,
    "table": _FILES,
    "batch": _FILES,
    "sql": _FILES,
    "data": _FILES,
    "schema": _FILES,
    "backtest": _FILES,
    "fit": _FILES,
    "help": _FILES,
    "explore": _DOORS,
    "mcp": _DOORS,
}
"""Each verb and its panel of the help page, in order. ``mlsalary.cli.VERB`` holds the function of
that name."""

COMPLETING = "_MLSALARY_COMPLETE"
"""The variable by which a shell asks what it may offer."""
INTERRUPTED = 130


def build(verbs: Iterable[str]) -> typer.Typer:
    """A program of these verbs."""
    app = typer.Typer(
        name="mlsalary",
        cls=Program,
        add_completion=False,  # ours offers values, and keeps those of several words whole
        help="What a machine-learning job in the United States pays, and how that is known.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_program)
    for verb in verbs:
        module = import_module(f"mlsalary.cli.{verb}")
        app.command(verb, cls=Verb, rich_help_panel=VERBS[verb])(getattr(module, verb))
    return app


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    signals.end_as_interrupted()
    streams.prepare()
    if shell := os.environ.get(COMPLETING):
        from mlsalary.cli import completing  # only where a shell asks

        return completing.answer(shell, " ".join(sys.argv[1:]), sys.stdout)
    code = main(sys.argv[1:] if arguments is None else arguments, Terminal.of_process())
    signals.ignore()
    if code == INTERRUPTED or (code and not {"polars", "pyarrow"}.isdisjoint(sys.modules)):
        _leave_at_once(code)
    sys.exit(code)


def _leave_at_once(code: int) -> NoReturn:
    """End without waiting for threads that a library left in the middle of their work: one of them
    would abort the process, with a code of its own."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, MlsalaryError):
            stream.flush()
    gc.collect()  # what an interrupt left half-way through a `with` is closed, and tidies up
    atexit._run_exitfuncs()
    os._exit(code)


def main(arguments: Sequence[str], terminal: Terminal) -> int:
    """Run the command line; the exit code comes back. Every error becomes one message."""
    CURRENT.set(terminal)
    asked = [word for word in arguments[:1] if word in VERBS]
    try:
        app = build(asked or VERBS)
        code = int(
            app(list(arguments) or ["--help"], standalone_mode=False, prog_name="mlsalary") or 0
        )
        if code == INTERRUPTED:  # Typer makes this of a KeyboardInterrupt, and says nothing
            terminal.stderr.write("Interrupted.\n")
        terminal.stdout.flush()  # a disk that is full says so only now
        return code
    except ReaderLeft as left:
        return left.exit_code  # nobody is there to be told
    except MlsalaryError as error:
        output.report(error, arguments, terminal)
        return error.exit_code
    except typer.TyperException as error:
        usage = UsageError("usage", _sentence(error.format_message(), arguments))
        output.report(usage, arguments, terminal)
        return usage.exit_code
    except (KeyboardInterrupt, typer.Abort):
        terminal.stderr.write("Interrupted.\n")
        return INTERRUPTED
    except OSError as error:
        refused = _unusable(error)
        output.report(refused, arguments, terminal)
        return refused.exit_code
    except Exception as error:
        if os.environ.get("MLSALARY_DEBUG"):
            raise
        if signals.was_interrupted():
            terminal.stderr.write("Interrupted.\n")
            return INTERRUPTED
        output.report(bug(error), arguments, terminal)
        return 1


def _unusable(error: OSError) -> MlsalaryError:
    """What the system says of a file that nobody else explained: a name that is too long, a disk
    that fails."""
    reason = error.strerror or str(error)
    if isinstance(error, FileNotFoundError) and error.filename is None:
        return BadDataError(
            "cannot_read", "The folder that you are in was deleted. Go to another one."
        )
    what = "A file" if error.filename is None else one_line(error.filename)
    return BadDataError(unreadable(error), f"{what} cannot be used: {reason}. Check its name.")


def _install_completion(wanted: bool) -> None:
    if wanted:
        from mlsalary.cli import shells

        CURRENT.get().stdout.write(shells.install())
        raise typer.Exit


def _show_completion(wanted: bool) -> None:
    if wanted:
        from mlsalary.cli import shells

        CURRENT.get().stdout.write(shells.script(shells.current()))
        raise typer.Exit


def _program(
    version: Annotated[
        bool,
        typer.Option(
            *VERSION,
            help="Show the version and exit.",
            callback=show_version,
            is_eager=True,
        ),
    ] = False,
    install_completion: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            help="Complete commands, options and values in the shell that runs this.",
            callback=_install_completion,
            is_eager=True,
        ),
    ] = False,
    show_completion: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            help="Show the script of this shell's completion.",
            callback=_show_completion,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """The options that stand before every verb."""


def _sentence(message: str, arguments: Sequence[str]) -> str:
    verb = next((word for word in arguments[:1] if word in VERBS), None)
    help_line = f"mlsalary {verb} --help" if verb else "mlsalary --help"
    said = message.rstrip(".")
    return f"{said}{'' if said.endswith('?') else '.'} See {help_line}."
