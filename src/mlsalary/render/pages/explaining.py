"""What ``--explain`` shows of an estimate: its steps in dollars, what makes it uncertain, and what
else could be said of the same job."""

from __future__ import annotations

from collections.abc import Iterator

from mlsalary.figures import capital, dollars, hundreds, percent
from mlsalary.profile import WORDS
from mlsalary.render.page import Bar, Block, Bullets, Column, Grid
from mlsalary.results import Crosscheck, Doubt, Estimate, Explained, Step

PART_NAMES = {
    "era": "pay reported at another time",
    "level": "which companies reported",
    "beyond": "which companies reported, beyond base",
    "band_sources": "the guide's band against reported pay",
    "bls_sampling": "BLS sampling error",
    "place_sources": "the guide against BLS on the place",
    "place_fit": "how pay follows local wages",
    "reported_pay": "reported pay in this metro",
    "elsewhere": "reported pay outside the hubs",
    "one_occupation": "only one occupation published",
    "stand_in": "another area stands in",
    "few_jobs": "few jobs behind BLS's figure",
    "state_and_areas": "a state's wage against its areas'",
    "premium_sources": "the guide against job ads on the premium",
    "premium_measured": "sampling error of the job ads",
    "aging": "pay growth since the last release",
    "reported_level": "reported pay at the level",
    "band": "a band nobody reported at",
    "years_beside": "years on top of the level",
    "local_employer": "this kind of employer in this metro",
    "company": "what the company pays against its kind",
} | {one.name: f"what the {one.called} is worth" for one in WORDS}
SPREAD_NAMES = {
    "level": "the level's band",
    "years": "people with as many years",
    "place": "a place that few reported from",
    "employer": "the employer, known or not",
    "release": "another release's bands",
    "specialization": "the premium's own band",
    "degree": "the degree's own band",
}


def _factor(step: Step, number: int) -> str:
    return f"x {step.factor:.2f}" if number else ""


def _step_sentence(step: Step, number: int) -> str:
    start = "starts at" if number == 0 else f"times {step.factor:.2f} gives"
    return f"{step.label}: {start} {hundreds(step.base)} ({step.kind})."


def waterfall(title: str, steps: tuple[Step, ...]) -> Iterator[Block]:
    """Each step in dollars, then what it stands on."""
    yield steps_grid(title, steps)
    yield Bullets("", [note for step in steps if (note := _step_note(step))])


def steps_grid(title: str, steps: tuple[Step, ...]) -> Grid:
    """Each step in dollars, with a bar from where it starts to where it ends."""
    before = [steps[0].base, *(step.base for step in steps[:-1])]
    high = max(step.base for step in steps)
    rows = []
    for number, (start, step) in enumerate(zip(before, steps, strict=True)):
        change = step.base - start
        rows.append(
            (
                step.label,
                _factor(step, number),
                hundreds(step.base) if number == 0 else dollars(round(change, -2), sign=True),
                hundreds(step.base),
                Bar(
                    0.0 if number == 0 else start,
                    step.base,
                    0.0,
                    high,
                    "strong" if number == 0 else "bad" if change < 0 else "good",
                ),
                step.kind if step.factor != 1 or step.sources else "",
            )
        )
    return Grid(
        title,
        (
            Column("Step"),
            Column("Factor", numeric=True),
            Column("Dollars", numeric=True),
            Column("Running", numeric=True),
            Column("", bar=True, rank=1),
            Column("Evidence", rank=2),
        ),
        rows,
        sentences=[_step_sentence(step, number) for number, step in enumerate(steps)],
        strong_rows=frozenset({len(steps) - 1}),
    )


def _step_note(step: Step) -> str:
    """What a step stands on, and the sources it cites."""
    said = [capital(step.note.rstrip(".")) + "."] if step.note else []
    said += [f"({', '.join(step.sources)})"] if step.sources else []
    return f"{step.label}: {' '.join(said)}" if said else ""


def doubts(estimate: Estimate) -> Grid:
    """Which rule owns how much of the uncertainty of the median, in dollars."""
    parts = sorted(estimate.middle.parts.items(), key=lambda item: -item[1].share)
    rows = [
        (PART_NAMES.get(name, name), _reach(name, part, estimate), percent(part.share))
        for name, part in parts
        if percent(part.share) != percent(0)
    ]
    return Grid(
        "What makes the median of base uncertain",
        (Column("Because of"), Column("80% range", numeric=True), Column("Share", numeric=True)),
        rows,
        sentences=[f"{name}: {reach}, {share} of the uncertainty." for name, reach, share in rows],
    )


def _reach(name: str, part: Doubt, estimate: Estimate) -> str:
    """How far a part alone moves the median: to one side where sources part."""
    if name == "premium_sources" and estimate.measured:
        return dollars(round(estimate.measured.base.p50 - estimate.base.p50, -2), sign=True)
    return f"± {hundreds(part.dollars)}"


def spread(explained: Explained) -> Grid:
    """Which rule owns how much of the spread among people, in dollars of the middle half."""
    pay = explained.estimate.base, explained.estimate.total
    rows = [
        (
            SPREAD_NAMES.get(part.rule, part.rule),
            *(_width(each, number) for each in (part.base, part.total)),
        )
        for number, part in enumerate(explained.spread)
    ]
    rows.append(("p25 to p75", *(dollars(round(each.p75 - each.p25, -2)) for each in pay)))
    return Grid(
        "What spreads comparable people apart",
        (Column("Because of"), Column("Base", numeric=True), Column("Total", numeric=True)),
        rows,
        sentences=[f"{name}: {base} of base, {total} of the total." for name, base, total in rows],
        strong_rows=frozenset({len(rows) - 1}),
    )


def _width(amount: float, number: int) -> str:
    return hundreds(amount) if number == 0 else dollars(round(amount, -2), sign=True)


def crosschecks(estimate: Estimate) -> Iterator[Grid]:
    """Other figures for the same job, but for those that round to what stands above."""
    shown = {hundreds(estimate.base.p50)}
    checks = [one for one in estimate.crosschecks if hundreds(one.p50) not in shown]
    yield Grid(
        "Other estimates of base for comparison",
        (
            Column("Estimate"),
            Column("p25", numeric=True, rank=1),
            Column("Median", numeric=True),
            Column("p75", numeric=True, rank=1),
            Column("Note", rank=2),
        ),
        [
            (one.name, hundreds(one.p25), hundreds(one.p50), hundreds(one.p75), one.note or "")
            for one in checks
        ],
        sentences=[_check_sentence(one) for one in checks],
    )


def _check_sentence(check: Crosscheck) -> str:
    if check.p50 is None:
        return f"{check.name}: {check.note}"
    half = ""
    if check.p25 is not None and check.p75 is not None:
        half = f", middle half {hundreds(check.p25)} to {hundreds(check.p75)}"
    return f"{check.name}: {hundreds(check.p50)}{half}.{f' {check.note}' if check.note else ''}"
