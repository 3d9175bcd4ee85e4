"""``mlsalary offer``: is it good, and what to ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mlsalary.cli.offer_options import takes_offer
from mlsalary.cli.options import (
    Verb,
    given_of,
    prints,
    signed,
    takes_profile,
    takes_rulebook,
)
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook
from mlsalary.saved.start import NOTHING, Start
from mlsalary.saved.start import start as starts

_INSTEAD = "Instead of an offer"
_TEMPLATE: dict[str, Any] = {
    "template": Annotated[
        bool,
        typer.Option(
            "--template",
            help="Write a file of offers to start from, TOML, to stdout or -o FILE.",
            rich_help_panel=_INSTEAD,
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


def _write_template(output: Path | None, force: bool, **options: Any) -> None:
    from mlsalary.cli.output import emit_script, require_free
    from mlsalary.decisions.offer_fields import template
    from mlsalary.profile import FIELDS
    from mlsalary.vocabulary import vocabulary

    usual, book = {one.name: one.default for one in FIELDS}, Rulebook.shipped()
    given = given_of(options)
    start = NOTHING if options.pop("no_profile") else starts(book).beneath(given, book)
    asked = {**start.values, **given}
    told = {name: value for name, value in asked.items() if value != usual[name]}
    if unused := [name for name, value in options.items() if value not in (None, False)]:
        name = "FILE" if unused[0] == "file" else f"--{unused[0].rstrip('_')}"
        raise UsageError(
            "option_without_effect", f"--template writes a file to fill in: leave out {name}."
        )
    require_free(output, force=force)
    words = vocabulary(book)
    listed = {one.vocabulary: words.listed(one.vocabulary) for one in FIELDS if one.vocabulary}
    emit_script(template(told, listed), output, force=force)


@or_template
@prints("explain", "sources", "real")
@takes_rulebook
@takes_profile
@takes_offer
def offer(
    profile: Profile,
    start: Start,
    book: Rulebook,
    offered: dict[str, Any],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Offers to compare, .toml or .json: a table \\[\\[offer]] each, with "
            'name = "A", base = "250k", equity = "400k/4y" and so on. --template writes one.',
        ),
    ] = None,
    posted: Annotated[
        str | None,
        typer.Option(
            metavar="RANGE",
            help="Place the range of base in a job ad: 130k-242k.",
            rich_help_panel=_INSTEAD,
        ),
    ] = None,
) -> tuple[Result, Start]:
    """Judge an offer: the verdict, the years, and what to ask for.

    What you leave out is not zero: without --equity, base alone is judged.
    Without --bonus, the typical bonus counts. For none: --equity none, --bonus none.

    Several offers are compared in a file; a range in a job ad is placed with --posted.
    """
    _one_question(file, posted, offered)
    if posted is not None:
        from mlsalary.decisions.posted import place_posted

        return place_posted(posted, profile, book), start
    from mlsalary.decisions.offer import judge_offer
    from mlsalary.decisions.terms import Offer

    if file is None:
        return judge_offer(Offer(profile, **offered), book), start
    from mlsalary.decisions.offer_file import read_offers
    from mlsalary.decisions.offers import compare_offers

    offers = read_offers(file, profile, book, start)
    counted = start.only({name for one in offers for name in start.in_use(one.profile.to_dict())})
    if len(offers) == 1:
        return judge_offer(offers[0], book), counted
    return compare_offers(offers, book), counted


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
