"""The options of an offer, which ``offer`` and ``brief`` share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mlsalary.cli.options import Text, Verb, signed

_PANEL = "Offer"

OFFER_OPTIONS: dict[str, Any] = {
    "base": Annotated[
        Text, typer.Option(help="Base a year: 190k, or $95/hour.", rich_help_panel=_PANEL)
    ],
    "equity": Annotated[
        Text,
        typer.Option(
            help="The grant and its years: 480000/4y, 400k/48mo, 120k/yr. Or a part of the "
            "company, with --valuation: 0.1%.",
            rich_help_panel=_PANEL,
        ),
    ],
    "shares": Annotated[
        Text,
        typer.Option(
            help="Shares instead of --equity, with --price; over the usual years, or --vesting.",
            rich_help_panel=_PANEL,
        ),
    ],
    "price": Annotated[Text, typer.Option(help="What a share is worth.", rich_help_panel=_PANEL)],
    "strike": Annotated[
        Text,
        typer.Option(
            help="What a share costs you: with it they are options.", rich_help_panel=_PANEL
        ),
    ],
    "valuation": Annotated[
        Text, typer.Option(help="What the company is worth: 500M.", rich_help_panel=_PANEL)
    ],
    "vesting": Annotated[
        Text,
        typer.Option(
            help="Percent of the grant each year: 5,15,40,40. Left out: evenly.",
            rich_help_panel=_PANEL,
        ),
    ],
    "kind": Annotated[
        Text,
        typer.Option(
            help="rsu, options, or private (stock of an unlisted company).",
            rich_help_panel=_PANEL,
        ),
    ],
    "liquid": Annotated[
        bool | None,
        typer.Option(
            "--liquid/--illiquid",
            help="Whether the equity can be sold as it vests.",
            rich_help_panel=_PANEL,
        ),
    ],
    "bonus": Annotated[
        Text, typer.Option(help="Bonus a year: 15% of base, or 30k.", rich_help_panel=_PANEL)
    ],
    "signing": Annotated[
        Text, typer.Option(help="Signing bonus, once: 40k.", rich_help_panel=_PANEL)
    ],
}


def takes_offer(verb: Verb) -> Verb:
    """Give ``verb(offered, ...)`` the options of an offer, those that were given."""

    def with_offer(**options: Any) -> Any:
        asked = {name: options.pop(name) for name in OFFER_OPTIONS}
        offered = {name: value for name, value in asked.items() if value is not None}
        return verb(offered=offered, **options)

    return signed(with_offer, verb, OFFER_OPTIONS, replaced="offered")
