"""Rewrite the figures of docs/method.md from the model and from files of reported pay.

    python scripts/method_figures.py [REPORTED.csv [ALSO.csv ...]]

Without files they are those that MLSALARY_REPORTED_PAY and MLSALARY_REPORTED_PAY_ALSO name: the
first is scored, all are fitted to. Without these too, the scores stay. The tables stand between
comments that name them; the sentences around them are a person's.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from math import exp, expm1
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from mlsalary import rules
from mlsalary.engine.money import SERIES
from mlsalary.evaluation.backtest import backtest
from mlsalary.evaluation.reported import Reported, read
from mlsalary.evaluation.scorecard import TERMS, Backtest, Group, Score, Scored
from mlsalary.figures import month_name
from mlsalary.reading.companies import read_company
from mlsalary.render import reliability_plot
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, Constant, Model
from mlsalary.rulebook.months import AGING
from mlsalary.rulebook.oews import area

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method.md"
PICTURE = PAGE.with_name("reliability.svg")
REPORTED_PAY = "MLSALARY_REPORTED_PAY"
MORE_REPORTED_PAY = f"{REPORTED_PAY}_ALSO"
FOLDS = 5
LEAST = 15  # reports of a part that is shown
MANAGERS = ("lead", "director", "vp", "chief")
Files = Sequence[str]
"""Of reported pay: the first is scored, all are fitted to."""
_HELD: list[tuple[Rulebook, Reported, list[Reported]]] = []
BLOCK = "<!-- {name} -->\n{body}<!-- /{name} -->"

# Steps of what people tell -> in a manager's words.
BRIEF = {
    "years, place, degree, role, kind of employer": "years, degree, role, place, kind of employer",
    "years, place, degree, role, company": "and the company",
    "years, place, degree, role, company, level": "and the company and the level",
}

# Constant, or constants by level, -> what it means.
MEANINGS = {
    "levels.slope": "how fast levels rise with ln(1 + years)",
    "levels.up_to_entry": "where half are still entry: ln(1 + years) x slope",
    "levels.up_to_mid": "the same for mid or below",
    "levels.up_to_senior": "the same for senior or below",
    "levels.reported": "ln of reported pay at a level over the guide's band",
    "levels.beside.slope": "years with a level: ln factor per unit of ln(1 + years)",
    "levels.beside.usual": "years at which that factor is 1",
    "place.reference": "wage at which the factor of a place is 1, US dollars",
    "place.elasticity": "how strongly pay follows the area's wage",
    "place.guide_weight": "weight of the guide in the wage of a place that it lists",
    "place.developers_weight": "weight of software developers in BLS's wage",
    "place.bls_scale": "the nation's BLS wage on the guide's scale, US dollars",
    "place.bls_slope": "how much the guide's wages differ where BLS's differ",
    "place.pooling": "number of reports that a metro's wage counts as",
    "place.least_reports": "reports that a metro needs to be pooled",
    "place.elsewhere": "ln factor of all other metros and counties",
    "place.few_jobs": "jobs below which BLS's wage counts as one of few jobs",
    "place.stand_in.metro": "ln error of a state's wage for a metro without one",
    "place.stand_in.nonmetro": "the same for a nonmetropolitan area",
    "place.stand_in.territory": "the same for the nation's wage in a territory",
    "degree.bachelors": "ln factor of a bachelor's degree on base",
    "degree.masters": "the same, a master's",
    "degree.phd": "the same, a PhD",
    "role.scientist": "ln factor of scientists on base; engineers have none",
    **{
        f"employer.{kind}.base": f"ln factor on base: {who}"
        for kind, who in (
            ("top-tech", "top-paying technology companies"),
            ("mega-tech", "mega-cap technology companies"),
            ("big-tech", "either of the two, not known which"),
            ("tech", "reported as another technology company"),
            ("enterprise", "companies outside technology"),
        )
    },
    "employer.tech.listed.base": "extra for a company that is listed as `tech`",
    "total.share": "pay beyond base over base, top-paying technology companies",
    "employer.mega-tech.share": "that share, times: mega-cap technology companies",
    "employer.big-tech.share": "the same, big technology companies",
    "employer.tech.share": "the same, `tech`",
    "employer.tech.listed.beyond": "ln of the extra for a company that is listed as `tech`",
    "employer.enterprise.share": "the same, companies outside technology",
    "employer.unknown.share": "the same, employer not known",
    "total.place_elasticity": "how strongly that share follows the place's factor",
    "total.role.scientist": "ln factor of scientists on that share",
    "total.degree.phd": "ln factor of a PhD on that share",
    "total.management": "that share for managers, times staff's",
    **{
        f"employer.{kind}.bonus_part": f"bonus in pay beyond base, `{kind}`"
        for kind in ("top-tech", "mega-tech", "big-tech", "tech", "enterprise", "unknown")
    },
    "spread.start": "spread of base at the start, with years alone",
    "spread.rise": "how much wider per unit that ln base has risen since",
    "spread.elsewhere": "that spread outside the pooled metros, times",
    "spread.beside": "spread of base with a level and years",
    **{
        f"employer.{kind}.spread": f"both, times: `{kind}`"
        for kind in ("top-tech", "mega-tech", "big-tech", "tech", "enterprise", "unknown")
    },
    **{
        f"employer.{kind}.beyond_spread": f"wider for the total, per ln(total / base): `{kind}`"
        for kind in ("top-tech", "mega-tech", "big-tech", "tech", "enterprise", "unknown")
    },
    "spread.beyond_beside": "that with a level and years, times",
    "spread.total_below": "the total's spread below its median, times",
    "spread.total_above": "the same above it",
    "doubt.level": "uncertainty of the median from years, across companies",
    "doubt.beyond": "the same for ln(total / base)",
    "doubt.era": "difference between one time or kind of evidence and another",
    "doubt.era_total": "the same for the total",
    "doubt.state_stands_in": "uncertainty where the state's wage stands in for a metro's",
    "doubt.nation_stands_in": "the same for the nation's",
    "doubt.one_occupation": "uncertainty where one occupation's wage stands for both",
    "doubt.few_jobs": "uncertainty of an occupation's wage with few jobs",
}


def constants(book: Rulebook) -> str:
    """Every fitted constant with its meaning, value and standard error."""
    model = Model.of(book)
    lines = ["| constant | meaning | value | standard error |", "|---|---|---|---|"]
    for name, meaning in MEANINGS.items():
        found = [model.constant(each) for each in names_of(name, model)]
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


def growth(book: Rulebook) -> str:
    """The two series, month by month: what stood where 1 stands in the newest release's month."""
    model = Model.of(book)
    table = book.toml(AGING)
    lines = ["| month | base | evidence | share beyond base | evidence |", "|---|---|---|---|---|"]
    months = sorted({row["month"] for series in SERIES for row in table[series]})
    for month in months:
        cells = [month_name(month)]
        for series in SERIES:
            row = next((row for row in table[series] if row["month"] == month), None)
            cells += _grown(row, model.find(f"growth.{series}.{month}")) if row else ["", ""]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _grown(row: Mapping[str, Any], fitted: Constant | None) -> list[str]:
    if fitted is None:
        return [f"{row['paid']:.3f}", row["kind"]]
    return [f"{exp(fitted.value):.3f}", f"fitted, give or take {100 * fitted.error:.0f}%"]


def names_of(name: str, model: Model) -> list[str]:
    """The constants behind a name: one, or one a level."""
    if not model.has_levels(name):
        return [name]
    return [f"{name}.{level}" for level in (*RUNGS, *MANAGERS) if model.find(f"{name}.{level}")]


def local(book: Rulebook) -> str:
    """Kinds of employer in the pooled metros, as priced: percent relative to metro and kind."""
    model = Model.of(book)
    kinds = list(dict.fromkeys(row["employer"] for row in model.all_local))
    strength = model.value("place.pooling")
    lines = [
        f"| metro | {' | '.join(f'`{kind}`' for kind in kinds)} |",
        "|---|" + "---|" * len(kinds),
    ]
    for code in dict.fromkeys(row["code"] for row in model.all_local):
        told = {row["employer"]: row for row in model.employers_in(code)}
        cells = [_local_cell(told.get(kind), strength) for kind in kinds]
        lines.append(f"| {area(book, code).name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _local_cell(row: Mapping[str, Any] | None, strength: float) -> str:
    if row is None:
        return ""
    log = rules.pooled(0.0, row["log_factor"], row["reports"], strength)
    return f"{_percent(log)} ({row['reports']})"


def companies(book: Rulebook) -> str:
    """What each company pays relative to its kind of employer, in percent."""
    lines = [
        f"| company | kind | reports | {' | '.join(RUNGS)} | beyond base |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in book.toml("model.toml")["company"]:
        listed = read_company(row["name"], book)
        cells = [_percent(log) for log in (*(row["base"][level] for level in RUNGS), row["beyond"])]
        kind = f"`{listed.employer}`" if listed else ""
        lines.append(f"| {row['name']} | {kind} | {row['reports']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _percent(log: float) -> str:
    return f"{100 * expm1(log):+.0f}"


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


def told(folded: Backtest) -> str:
    """Errors by what people tell, on rows not seen; how far apart p10 and p90 then are."""
    lines = [
        "| what is known | reports | base MdAPE | MAPE | p10-p90 | p90 over p10 "
        "| total MdAPE | MAPE | p10-p90 | p90 over p10 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for step in folded.told:
        cells = [cell for one in (step.base, step.total) for cell in _told_cells(one)]
        lines.append(f"| {step.name} | {step.base.n:,} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _told_cells(one: Score) -> list[str]:
    errors = [f"{metric:.1f}" for metric in (one.mdape, one.mape, one.coverage80)]
    return [*errors, f"{one.width80:.0f}%"]


def brief(folded: Backtest) -> str:
    """Of a few of these steps how far the median is off and how often the ranges hold a person."""
    lines = [
        "| you give | base: typical miss | inside p25-p75 | inside p10-p90 "
        "| total: typical miss | inside p25-p75 | inside p10-p90 |",
        "|---|---|---|---|---|---|---|",
    ]
    steps = {step.name: step for step in folded.told}
    for name, said in BRIEF.items():
        both = (steps[name].base, steps[name].total)
        cells = [
            f"{each:.0f}%" for one in both for each in (one.mdape, one.coverage50, one.coverage80)
        ]
        lines.append(f"| {said} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def groups(folded: Backtest) -> str:
    """Errors and coverage of the parts, on rows not seen; of parts so small that they would tell a
    single report, none."""
    lines = [
        "| | reports | base MdAPE | MAPE | bias | p10-p90 | total MdAPE | MAPE | bias | p10-p90 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    totals = {(one.by, one.name): one for one in folded.total.groups}
    for base in (one for one in folded.base.groups if one.n >= LEAST):
        both = [base, totals[base.by, base.name]]
        cells = [cell for one in both for cell in _group_cells(one)]
        lines.append(f"| {base.by}: {base.name} | {base.n:,} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _group_cells(one: Group) -> list[str]:
    return [f"{one.mdape:.1f}", f"{one.mape:.1f}", f"{one.bias:+.1f}", f"{one.coverage80:.1f}"]


def ablated(folded: Backtest) -> str:
    """A row of the ablation."""
    whole, years = folded, folded.told[0]
    metrics = (whole.base.mape, whole.total.mape, years.base.mape, years.total.mape)
    term = next(iter(folded.without), None)
    name = f"`{term}`: {TERMS[term]}" if term else "(nothing)"
    return f"| {name} | {' | '.join(f'{metric:.2f}' for metric in metrics)} |\n"


def ablation(files: Files, book: Rulebook, folded: Backtest, terms: Iterable[str] = TERMS) -> str:
    """What each term's removal costs, refitted, on rows not seen: a process a core."""
    head = (
        "| without | all known: base | total | years, place, degree, employer: base | total |\n"
        "|---|---|---|---|---|\n"
    )
    with ProcessPoolExecutor(None, get_context("spawn"), _begin, (files, book.folders)) as pool:
        return head + ablated(folded) + "".join(pool.map(_without, terms))


def _begin(files: Files, folders: Sequence[Path]) -> None:
    """What the processes of the ablation hold; of what people tell the first step is shown."""
    book = Rulebook(*folders)
    settings = book.toml("reported.toml")
    scored = {**settings["backtest"], "told": settings["backtest"]["told"][:1], "resamples": 1}
    _HELD.append(
        (book.replaced("reported.toml", {**settings, "backtest": scored}), *pay_of(files, book))
    )


def _without(term: str) -> str:
    book, reported, also = _HELD[0]
    return ablated(backtest(reported, book, FOLDS, [term], also))


def of_model(book: Rulebook) -> Iterator[tuple[str, str]]:
    """The blocks that the model alone decides."""
    yield "constants", constants(book)
    yield "metros", metros(book)
    yield "local", local(book)
    yield "companies", companies(book)
    yield "growth", growth(book)


def pay_of(files: Files, book: Rulebook) -> tuple[Reported, list[Reported]]:
    """The pay that is scored, and what is fitted to as well."""
    first, *also = (read(file, book) for file in files)
    return first, also


def scores(files: Files, book: Rulebook) -> tuple[Backtest, list[tuple[str, str]]]:
    """The scores on rows not seen, and the blocks of them."""
    reported, also = pay_of(files, book)
    own, folded = backtest(reported, book), backtest(reported, book, FOLDS, also=also)
    blocks = [
        ("brief", brief(folded)),
        ("scorecard", scorecard(own, folded)),
        ("told", told(folded)),
        ("groups", groups(folded)),
    ]
    return folded, blocks


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


def files_named() -> list[str]:
    """The files of reported pay that the environment names, the one that is scored first."""
    named = [os.environ.get(REPORTED_PAY), *os.environ.get(MORE_REPORTED_PAY, "").split(os.pathsep)]
    return [file for file in named if file] if named[0] else []


def main(arguments: list[str]) -> None:
    """Rewrite the blocks of the page that can be made, and say which stay."""
    book = Rulebook.shipped()
    page = PAGE.read_text(encoding="utf-8")
    files = arguments or files_named()
    blocks = [*of_model(book)]
    if files:
        folded, scored = scores(files, book)
        blocks += [*scored, ("ablation", ablation(files, book, folded))]
        PICTURE.write_text(reliability_plot.svg(folded), encoding="utf-8")
    else:
        print(f"The scores in {PAGE.name} stay as they are: {REPORTED_PAY} names no file.")
    for name, body in blocks:
        page = rewritten(page, name, body)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
