"""``mlsalary offer``: is it good, and what to ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mlsalary.cli.offer_options import takes_offer
from mlsalary.cli.options import (
    PROFILE_OPTIONS,
    Verb,
    prints,
    signed,
    takes_profile,
    takes_rulebook,
)
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook

_TEMPLATE: dict[str, Any] = {
    "template": Annotated[
        bool,
        typer.Option(
            "--template", help="Write a file of offers to start from, TOML, to stdout or -o FILE."
        ),
    ]
}


def or_template(verb: Verb) -> Verb:
    """Give ``verb`` the option ``--template``, which writes a file instead."""

    def with_template(**options: Any) -> None:
        if options.pop("template"):
            _write_template(**options)
        else:
            verb(**options)

    return signed(with_template, verb, _TEMPLATE, defaults={"template": False})


def _write_template(output: Path | None, **options: Any) -> None:
    from mlsalary.cli.output import emit_script
    from mlsalary.decisions.offer_fields import template
    from mlsalary.profile import FIELDS
    from mlsalary.vocabulary import vocabulary

    usual = {one.name: one.default for one in FIELDS}
    asked = {name: options.pop(name) for name in PROFILE_OPTIONS}
    told = {name: value for name, value in asked.items() if value not in (None, usual[name])}
    if unused := [name for name, value in options.items() if value not in (None, False)]:
        name = "FILE" if unused[0] == "file" else f"--{unused[0].rstrip('_')}"
        raise UsageError(
            "option_without_effect", f"--template writes a file to fill in: leave out {name}."
        )
    words = vocabulary(Rulebook.shipped())
    listed = {one.vocabulary: words.listed(one.vocabulary) for one in FIELDS if one.vocabulary}
    emit_script(template(told, listed), output)


@or_template
@prints("explain", "sources")
@takes_rulebook
@takes_profile
@takes_offer
def offer(
    profile: Profile,
    book: Rulebook,
    offered: dict[str, Any],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="Offers to compare, .toml or .json, instead of --base: a table \\[\\[offer]] "
            'each, with name = "A", base = "250k", equity = "400k/4y" and so on. --template writes '
            "one.",
        ),
    ] = None,
    posted: Annotated[
        str | None,
        typer.Option(
            metavar="RANGE", help="A posted range of base instead of an offer: 130k-242k."
        ),
    ] = None,
) -> Result:
    """Judge an offer: the verdict, the years, and what to ask for.

    What you leave out is not zero: without --equity, base alone is judged.
    Without --bonus, the typical bonus counts. For none: --equity none, --bonus none.

    Or place a posted range (--posted), or compare the offers of a file.
    """
    _one_question(file, posted, offered)
    if posted is not None:
        from mlsalary.decisions.posted import place_posted

        return place_posted(posted, profile, book)
    from mlsalary.decisions.offer import judge_offer
    from mlsalary.decisions.terms import Offer

    if file is None:
        return judge_offer(Offer(profile, **offered), book)
    from mlsalary.decisions.offer_file import read_offers
    from mlsalary.decisions.offers import compare_offers

    offers = read_offers(file, profile, book)
    return judge_offer(offers[0], book) if len(offers) == 1 else compare_offers(offers, book)


def _one_question(file: Path | None, posted: str | None, offered: dict[str, Any]) -> None:
    """Refuse an offer without a base, and two questions at once."""
    if file is None and posted is None and "base" not in offered:
        raise UsageError(
            "no_offer",
            "An offer needs a base. Add --base 190k, or --posted 130k-242k, or name a file of "
            "offers (--template writes one).",
        )
    if (file is not None) + (posted is not None) + bool(offered) > 1:
        raise UsageError(
            "two_questions", "Give an offers file, --posted, or --base: only one of them."
        )
