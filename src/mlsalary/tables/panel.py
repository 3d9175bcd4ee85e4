"""A panel of questions that every sound rulebook answers: words, kinds of place, verbs."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from mlsalary.engine import explain
from mlsalary.errors import BadDataError, MlsalaryError
from mlsalary.figures import dollars
from mlsalary.profile import FIELDS, Profile
from mlsalary.results import Estimate
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import OWN_FIGURES, RUNGS
from mlsalary.rulebook.oews import SHIPPED, areas
from mlsalary.rulebook.releases import newest, releases
from mlsalary.vocabulary import vocabulary

YEARS = (0.0, 5.0, 30.0)
PANEL = "panel.toml"
_SHELLS = re.compile(r"""["$`\\!]""")
"""What a shell reads within double quotes."""


def require_priced(book: Rulebook, folder: Path) -> int:
    """How many questions were answered by the rulebook of ``folder``.

    BadDataError ``rulebook_unpriced`` names the first that it cannot answer, and why.
    """
    count = 0
    for count, (what, ask) in enumerate(_questions(book, folder), 1):  # noqa: B007
        try:
            fault = ask()
        except Exception as error:
            fault = reason(error)
        if fault:
            raise BadDataError(
                "rulebook_unpriced",
                f"{folder} passes every check of its files, but {what} cannot be priced by it: "
                f"{fault} Compare the figures behind it with the shipped ones.",
            )
    return count


def reason(error: Exception) -> str:
    """Why a rulebook has no answer: its own words, or whatever a figure or a row does that no
    check foresaw."""
    if isinstance(error, MlsalaryError):
        return error.message
    return f"{type(error).__name__}: {error}."


def panel(book: Rulebook) -> list[Profile]:
    """The profiles of panel.toml."""
    return [Profile(**row) for row in book.toml(PANEL)["row"]]


Question = tuple[str, Callable[[], str]]


def _questions(book: Rulebook, folder: Path) -> Iterator[Question]:
    own = panel(book) if book.path(PANEL).parent == folder else []
    for profile in (*_profiles(book), *own):
        yield f"estimate {typed(profile)}", partial(_priced, profile, book)
    yield from _verbs(book)


def _priced(profile: Profile, book: Rulebook) -> str:
    return _wrong(explain(profile, book).estimate, book)


def _profiles(book: Rulebook) -> Iterator[Profile]:
    words = vocabulary(book)
    yield from (Profile(years=years) for years in YEARS)
    yield from (Profile(level=level) for level in words.levels)
    for field in OWN_FIGURES:
        for word in words.words[field]:
            asked: dict[str, Any] = {field: word}
            yield Profile(years=5, **asked)
            yield from (Profile(level=level, **asked) for level in RUNGS)
    for premiums in words.words["premiums"]:
        for spec in words.words["spec"]:
            yield Profile(years=5, spec=(spec,), premiums=premiums)
    release = newest(book)
    own = [one.year for one in releases(book).values() if one.prefix == SHIPPED]
    yield from (Profile(years=5, bls=year) for year in own)
    yield from (Profile(years=5, as_of=f"{int(release.year) + ahead}-01") for ahead in (0, 1, 2))
    kinds = {area.kind: area for area in areas(book, release.prefix)}
    for area in kinds.values():
        where = {"state": area.state} if area.kind == "state" else {"metro": f"cbsa:{area.code}"}
        yield Profile(years=5, **where)


def _verbs(book: Rulebook) -> Iterator[Question]:
    from mlsalary.decisions.brief import brief
    from mlsalary.decisions.compare import compare
    from mlsalary.decisions.offer import judge_offer
    from mlsalary.decisions.path import path
    from mlsalary.decisions.posted import place_posted
    from mlsalary.decisions.target import target
    from mlsalary.decisions.terms import Offer

    asked = Profile(years=5)
    offer = Offer(asked, "190k", equity="400k/4y", liquid=True, bonus="15%")
    verbs: dict[str, Callable[[], Any]] = {
        "compare": lambda: compare(asked, by="employer", book=book),
        "offer": lambda: judge_offer(offer, book),
        "offer --posted": lambda: place_posted("130k-242k", asked, book),
        "target": lambda: target("300k", asked, book=book),
        "path": lambda: path(asked, book),
        "brief": lambda: brief(asked, offer, book),
    }
    yield from ((f"{name} --years 5", partial(_asked, ask)) for name, ask in verbs.items())


def _asked(ask: Callable[[], Any]) -> str:
    ask()
    return ""


def typed(profile: Profile) -> str:
    """The options of a profile, as one would type them: ``--years 5 --metro "San Jose"``."""
    told = profile.to_dict() | {"spec": ",".join(profile.specs)}
    return " ".join(
        f"--{one.name.replace('_', '-')} {_word(told[one.name])}"
        for one in FIELDS
        if told[one.name] not in (one.default, None, "")
    )


def _word(value: float | str) -> str:
    """One word of a shell; with blanks in double quotes, which more of them take."""
    text = value if isinstance(value, str) else f"{value:g}"
    if shlex.quote(text) == text or _SHELLS.search(text):
        return shlex.quote(text)
    return f'"{text}"'


def _wrong(answer: Estimate, book: Rulebook) -> str:
    """What is wrong with the figures of an answer; nothing where they can be pay."""
    for name, pay in (("base", answer.base), ("total", answer.total)):
        if not all(math.isfinite(amount) and amount > 0 for amount in pay):
            return f"a percentile of {name} is not an amount of dollars."
        if any(above < below for below, above in pairwise(pay)):
            return f"the percentiles of {name} do not rise."
    sensible = book.toml("amounts.toml")["pay"]
    if not sensible["least"] <= answer.base.p50 <= sensible["most"]:
        return f"its base salary is {dollars(answer.base.p50)}."
    if answer.total.p50 > book.toml("reported.toml")["read"]["total_most"]:
        return f"its total compensation is {dollars(answer.total.p50)}."
    return "" if answer.total.p50 >= answer.base.p50 else "the total is below base."
