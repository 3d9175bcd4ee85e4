"""The program and its verbs as Typer's commands, which say what is wrong in our words.

Of an option that is given twice where one is meant, the last would hold in silence.
"""

from __future__ import annotations

from copy import copy
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from mlsalary.cli import panels
from mlsalary.cli.terminal import CURRENT
from mlsalary.cli.words import is_option, read_line

VERSION = ("-V", "--version")


def show_version(wanted: bool) -> None:
    """Write the version and exit, if that is wanted."""
    if wanted:
        from importlib.metadata import version  # 20 ms

        CURRENT.get().stdout.write(f"mlsalary {version('mlsalary')}\n")
        raise typer.Exit


class Program(TyperGroup):
    """The program: its own options, then a verb."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer's; UsageError ``unknown_option``."""
        first = [] if ctx.resilient_parsing else args[:1]
        if wrong := read_line(first, self.get_params(ctx)).stopped:
            from mlsalary.cli import faults  # only where something is wrong

            raise faults.before_the_verb(wrong, args, self)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As Typer's; UsageError ``unknown_command``."""
        if not ctx.resilient_parsing and args[0] not in self.commands:
            from mlsalary.cli import faults

            raise faults.unknown_command(args[0], tuple(self.commands))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """As Typer's, with examples."""
        from mlsalary.cli import examples  # only where help is shown

        self.epilog = examples.epilog(examples.PROGRAM)
        super().format_help(ctx, formatter)


class Verb(TyperCommand):
    """A verb whose options are given once each, but for those that may be repeated."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.help = _unbroken(self.help or "")
        for one in self.params:
            if not is_option(one):  # Typer writes its type behind what says what to type
                one.type = copy(one.type)
                one.type.get_metavar = _nothing  # type: ignore[method-assign]

    def get_params(self, ctx: Any) -> list[Any]:
        """In the order of the help page, which ends with ``--help``."""
        parameters: list[Any] = super().get_params(ctx)
        *own, last = parameters
        own.sort(key=panels.place)
        last.rich_help_panel = getattr(own[-1], "rich_help_panel", None) if own else None
        return [*own, last]

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """As Typer's, without braces around what is required."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """As Typer's, with examples."""
        from mlsalary.cli import examples

        self.epilog = examples.epilog(str(self.name))
        super().format_help(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer's; UsageError for whatever it cannot take."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        parameters = self.get_params(ctx)
        if not set(ctx.help_option_names).isdisjoint(args):
            return super().parse_args(ctx, [ctx.help_option_names[-1]])
        line = read_line(args, parameters)
        if wrong := line.wrong(parameters):
            show_version(wrong.code == "unknown_option" and wrong.words[0] in VERSION)
            from mlsalary.cli import faults

            raise faults.of_line(wrong, parameters, str(ctx.info_name))
        try:
            return super().parse_args(ctx, list(line.words))
        except typer.BadParameter as error:
            from mlsalary.cli import faults

            raise faults.bad_value(error, line, str(ctx.info_name)) from error


def _unbroken(text: str) -> str:
    """Paragraphs of one line each: Typer breaks all but the first where the source does."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _nothing(param: Any, ctx: Any) -> str:
    return ""
