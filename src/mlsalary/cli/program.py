"""The program and its verbs as Typer's commands, which say what is wrong in our words.

Of an option that is given twice where one is meant, the last would hold in silence.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from mlsalary.cli.words import read_line


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


class Verb(TyperCommand):
    """A verb whose options are given once each, but for those that may be repeated."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer's; UsageError for whatever it cannot take."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        parameters = self.get_params(ctx)
        if not set(ctx.help_option_names).isdisjoint(args):
            return super().parse_args(ctx, [ctx.help_option_names[-1]])
        line = read_line(args, parameters)
        if wrong := line.wrong(parameters):
            from mlsalary.cli import faults

            raise faults.of_line(wrong, parameters, str(ctx.info_name))
        try:
            return super().parse_args(ctx, list(line.words))
        except typer.BadParameter as error:
            from mlsalary.cli import faults

            raise faults.bad_value(error, line, str(ctx.info_name)) from error
