"""Rewrite the figures of docs/method.md from the model and from a file of reported pay.

    python scripts/method_figures.py [REPORTED.csv]

Without a file it is the one that MLSALARY_REPORTED_PAY names; without that too, the scores stay.
The tables stand between comments that name them; the sentences around them are a person's.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from math import exp
from pathlib import Path

from mlsalary.evaluation.backtest import backtest
from mlsalary.evaluation.reported import Reported, read
from mlsalary.evaluation.scorecard import TERMS, Backtest, Scored
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.rulebook.oews import area

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method.md"
REPORTED_PAY = "MLSALARY_REPORTED_PAY"
FOLDS = 5
BLOCK = "<!-- {name} -->\n{body}<!-- /{name} -->"

# Constant, or constants by level, -> what it means.
MEANINGS = {
    "levels.slope": "how fast levels follow ln(1 + years)",
    "levels.up_to_entry": "where half are still entry: ln(1 + years) x slope",
    "levels.up_to_mid": "the same for mid or below",
    "levels.up_to_senior": "the same for senior or below",
    "place.reference": "wage at which the guide's national bands stand, US dollars",
    "place.elasticity": "how pay follows the area's wage",
    "place.guide_weight": "part of the guide in the wage of a place that it knows",
    "place.developers_weight": "part of software developers in BLS's wage",
    "place.bls_scale": "the nation's BLS wage on the guide's scale, US dollars",
    "place.bls_slope": "how the guide's wages part where BLS's part",
    "place.pooling": "reports that the prior of a metro counts as",
    "place.least_reports": "reports that a metro needs to be pooled",
    "place.elsewhere": "ln factor of all other metros and counties",
    "degree.phd": "ln factor of a PhD; entry is the guide's",
    "employer.big-tech.base": "ln factor of big technology companies on base",
    "employer.tech.base": "ln factor of other technology companies on base",
    "total.share": "pay beyond base over base, big technology companies",
    "employer.tech.share": "that share at other technology companies, times",
    "employer.unknown.share": "that share where the employer is not known, times",
    "total.place_elasticity": "how that share follows the place's factor",
    "employer.big-tech.bonus_part": "bonus in pay beyond base, big technology companies",
    "employer.tech.bonus_part": "the same, other technology companies",
    "spread.years": "years at which the spreads below stand",
    "spread.base": "spread of base at other technology companies",
    "spread.total": "spread of the total there",
    "spread.elsewhere.base": "spread of base outside the pooled metros, times",
    "spread.elsewhere.total": "spread of the total there, times",
    "employer.big-tech.spread": "spread of base at big technology companies, times",
    "employer.big-tech.total_spread": "spread of the total there, times",
    "employer.unknown.spread": "spread of base where the employer is not known, times",
    "employer.unknown.total_spread": "spread of the total there, times",
    "doubt.level": "doubt of the middle that years give",
    "doubt.band": "half of what parts a level's band and the pay reported at it",
    "doubt.state_stands_in": "doubt where the state's wage stands in for a metro's",
    "doubt.nation_stands_in": "the same for the nation's",
    "doubt.one_occupation": "doubt where one occupation's wage stands for both",
}


def constants(book: Rulebook) -> str:
    """Every fitted constant with its meaning, value and standard error."""
    model = Model.of(book)
    lines = ["| constant | meaning | value | standard error |", "|---|---|---|---|"]
    for name, meaning in MEANINGS.items():
        names = [f"{name}.{level}" for level in RUNGS]
        found = [model.constant(each) for each in (names if model.has_levels(name) else [name])]
        values = " / ".join(f"{one.value:,.10g}" for one in found)
        errors = " / ".join(f"{one.error:,.10g}" if one.error else "-" for one in found)
        if not any(one.error for one in found):
            errors = "assumed" if found[-1].kind == "assumed" else "-"
        lines.append(f"| `{name}` | {meaning} | {values} | {errors} |")
    return "\n".join(lines) + "\n"


def metros(book: Rulebook) -> str:
    """What reported pay says of each pooled metro, and what is used."""
    from mlsalary.engine.areas import PlaceRules

    model = Model.of(book)
    places = PlaceRules(book, model)
    lines = ["| metro | reports | guide and BLS | reported | used |", "|---|---|---|---|---|"]
    for row in book.toml("model.toml")["place"]["metro"]:
        known = places.evidence(row["code"], None)
        factors = (places.prior(known), row["log_factor"], places.factor(known))
        prior, reported, used = (f"{exp(log):.3f}" for log in factors)
        name = area(book, row["code"]).name
        lines.append(f"| {name} | {row['reports']} | {prior} | {reported} | {used} |")
    return "\n".join(lines) + "\n"


def scorecard(own: Backtest, folded: Backtest) -> str:
    """The whole score on the rows of the fit and on rows not seen, and the simpler answers."""
    lines = [
        "| | base MdAPE | MAPE | p10-p90 | p25-p75 | total MdAPE | MAPE | p10-p90 | p25-p75 |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, found in (("rows of the fit", own), (f"{FOLDS}-fold", folded)):
        cells = [*_scores(found.base), *_scores(found.total)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    for one in own.baselines:
        total = (f"{one.total.mdape:.1f}", f"{one.total.mape:.1f}") if one.total else ("", "")
        cells = [f"{one.base.mdape:.1f}", f"{one.base.mape:.1f}", "", "", *total, "", ""]
        lines.append(f"| {one.name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _scores(scored: Scored) -> list[str]:
    metrics = (scored.mdape, scored.mape, scored.coverage80, scored.coverage50)
    return [f"{metric:.1f}" for metric in metrics]


def groups(folded: Backtest) -> str:
    """Errors and coverage of the parts, on rows not seen."""
    lines = [
        "| | reports | base MdAPE | MAPE | p10-p90 | total MdAPE | MAPE | p10-p90 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for base, total in zip(folded.base.groups, folded.total.groups, strict=True):
        cells = [
            f"{metric:.1f}"
            for one in (base, total)
            for metric in (one.mdape, one.mape, one.coverage80)
        ]
        lines.append(f"| {base.by}: {base.name} | {base.n:,} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def ablation(reported: Reported, book: Rulebook, folded: Backtest) -> str:
    """What each term's removal costs, refitted, on rows not seen."""
    lines = [
        "| without | base MdAPE | MAPE | total MdAPE | MAPE |",
        "|---|---|---|---|---|",
        f"| (nothing) | {' | '.join(_errors(folded))} |",
    ]
    for term, meaning in TERMS.items():
        found = backtest(reported, book, FOLDS, [term])
        lines.append(f"| `{term}`: {meaning} | {' | '.join(_errors(found))} |")
    return "\n".join(lines) + "\n"


def _errors(found: Backtest) -> list[str]:
    metrics = (found.base.mdape, found.base.mape, found.total.mdape, found.total.mape)
    return [f"{metric:.1f}" for metric in metrics]


def of_model(book: Rulebook) -> Iterator[tuple[str, str]]:
    """The blocks that the model alone decides."""
    yield "constants", constants(book)
    yield "metros", metros(book)


def of_reported_pay(reported: Reported, book: Rulebook) -> Iterator[tuple[str, str]]:
    """The blocks that need the reported pay."""
    own, folded = backtest(reported, book), backtest(reported, book, FOLDS)
    yield "scorecard", scorecard(own, folded)
    yield "groups", groups(folded)
    yield "ablation", ablation(reported, book, folded)


def block(name: str, body: str) -> str:
    """A block as it stands in the page."""
    return BLOCK.format(name=name, body=body)


def rewritten(page: str, name: str, body: str) -> str:
    """The page with another body of one block."""
    pattern = re.compile(rf"<!-- {name} -->\n.*?<!-- /{name} -->", re.DOTALL)
    text, count = pattern.subn(lambda _: block(name, body), page)
    if count != 1:
        raise SystemExit(f"{PAGE} holds {count} blocks {name}, not one.")
    return text


def main(arguments: list[str]) -> None:
    """Rewrite the blocks of the page that can be made, and say which stay."""
    if len(arguments) > 1:
        raise SystemExit(__doc__)
    book = Rulebook.shipped()
    page = PAGE.read_text(encoding="utf-8")
    file = arguments[0] if arguments else os.environ.get(REPORTED_PAY)
    blocks = [*of_model(book)]
    if file:
        blocks += of_reported_pay(read(Path(file), book), book)
    else:
        print(f"The scores in {PAGE.name} stay as they are: {REPORTED_PAY} names no file.")
    for name, body in blocks:
        page = rewritten(page, name, body)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
