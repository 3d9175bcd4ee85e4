"""The options of an offer, which ``offer`` and ``brief`` share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mlsalary.cli.options import Text, Verb, signed
from mlsalary.cli.panels import OFFER
from mlsalary.decisions.offer_fields import PARTS, Part


def _option(part: Part) -> Any:
    if part.flag:
        names = f"--{part.name}/--il{part.name}"
        return Annotated[
            bool | None,
            typer.Option(names, help=part.help, rich_help_panel=OFFER, show_default=False),
        ]
    return Annotated[Text, typer.Option(help=part.help, metavar=part.called, rich_help_panel=OFFER)]


OFFER_OPTIONS: dict[str, Any] = {part.name: _option(part) for part in PARTS}


def takes_offer(verb: Verb) -> Verb:
    """Give ``verb(offered, ...)`` the options of an offer, those that were given."""

    def with_offer(**options: Any) -> Any:
        asked = {name: options.pop(name) for name in OFFER_OPTIONS}
        offered = {name: value for name, value in asked.items() if value is not None}
        return verb(offered=offered, **options)

    return signed(with_offer, verb, OFFER_OPTIONS, replaced=("offered",))
