"""The page of an estimate: the range, what the total is made of, the steps, the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlsalary.figures import capital, dollars, hundreds, listed, percent, years
from mlsalary.profile import SINGLE, WORDS, Profile, named, short
from mlsalary.render.page import (
    Band,
    Bands,
    Bar,
    Block,
    Bullets,
    Column,
    Grid,
    Heading,
    Page,
    Paragraph,
)
from mlsalary.render.read_lines import read_lines
from mlsalary.results import (
    CONTESTED,
    GUIDE_ALONE,
    MEASURED_CHECK,
    Crosscheck,
    Doubt,
    Estimate,
    Explained,
    Measured,
    Notice,
    Source,
    Step,
)

PART_NAMES = {
    "era": "pay reported at another time",
    "level": "which companies reported",
    "beyond": "which companies reported, beyond base",
    "band_sources": "the guide's band and reported pay part",
    "bls_sampling": "BLS sampling error",
    "place_sources": "guide and BLS part on the place",
    "place_fit": "how pay follows place wages",
    "reported_pay": "reported pay in this metro",
    "elsewhere": "reported pay outside the hubs",
    "one_occupation": "only one occupation published",
    "stand_in": "another area stands in",
    "few_jobs": "few jobs behind BLS's figure",
    "state_and_areas": "a state's wage and its areas' part",
    "premium_sources": "guide and job ads part on the premium",
    "premium_measured": "sampling error of the job ads",
    "aging": "pay growth since the last release",
    "reported_level": "what is reported at the level",
    "band": "a band that nobody reported at",
    "years_beside": "years beside the level",
    "local_employer": "this kind of employer in this metro",
    "company": "what the company pays beside its kind",
} | {one.name: f"what the {one.called} is worth" for one in WORDS}
_TOLD = tuple(name for name in SINGLE if name not in ("level", "role"))
SPREAD_NAMES = {
    "level": "the level's band",
    "years": "people with as many years",
    "place": "a place that few reported from",
    "employer": "the employer, known or not",
    "release": "another release's bands",
    "specialization": "the premium's own band",
    "degree": "the degree's own band",
}


def page(result: Estimate | Explained) -> Page:
    """The blocks of the page."""
    if isinstance(result, Explained):
        return list(_blocks(result.estimate, result))
    return list(_blocks(result, None))


def _blocks(estimate: Estimate, explained: Explained | None) -> Iterator[Block]:
    yield Heading(profile_title(estimate.profile), f"Per year, in {estimate.money}")
    yield from read_lines(estimate.read)
    yield pay_bands(estimate)
    yield from two_premiums(estimate.measured)
    yield from _guide_beside(estimate)
    yield Paragraph(middle_sentence(estimate), "quiet")
    yield Paragraph(estimate.rests_on, "quiet")
    if explained:
        yield from _waterfall(estimate)
        yield _doubts(estimate)
        yield _spread(explained)
    else:
        yield _steps(estimate)
    yield _crosschecks(estimate, explained)
    note = estimate.place.note
    known = [f"{estimate.place.name}: {note}."] if note else []
    if estimate.place.kind == "national" and not explained:  # else the note stands by its step
        known += [step.note for step in estimate.steps if step.rule == "place" and step.note]
    known += [one.message for one in not_in_front(estimate.warnings, estimate.measured)]
    if known:
        yield Bullets("Worth knowing", known)
    yield source_list(estimate.sources)


def _guide_beside(estimate: Estimate) -> Iterator[Block]:
    """The guide's band of a level that was told, which reports part from."""
    alone = next((one for one in estimate.crosschecks if one.name == GUIDE_ALONE), None)
    if estimate.profile.level and alone and alone.p25 and alone.p75:
        span = f"{dollars(alone.p25)} to {dollars(alone.p75)}"
        yield Paragraph(
            f"The guide alone, place and employer left out, as printed: {span}.", "quiet"
        )


def profile_title(profile: Profile) -> str:
    """The job in words: what was asked, in the order people say it."""
    role = f"machine-learning {named(profile.role or 'engineer')}"
    words = [f"{profile.level} level" if profile.level else "", role]
    title = " ".join(word for word in words if word)
    said = [capital(title)]
    if profile.experience is not None:
        said.append(years(profile.experience))
    if profile.spec:
        said.append(listed([short(spec) for spec in profile.specs]))
    for name in _TOLD:
        told = profile.company if name == "employer" else None  # it says more than its kind
        if word := told or getattr(profile, name):
            said.append(told or capital(short(word)))
    said.append(profile.metro or profile.state or "national")
    return " · ".join(said)


def pay_bands(estimate: Estimate) -> Bands:
    """Base and total on one scale."""
    return Bands(
        (
            Band("Base salary", estimate.base),
            Band("Total compensation", estimate.total, components_text(estimate)),
        )
    )


def two_premiums(measured: Measured | None) -> Iterator[Block]:
    """The other premium and what it makes of base and total, once and in front."""
    if measured:
        yield Paragraph(measured.said, "note")


def not_in_front(warnings: Sequence[Notice], measured: Measured | None) -> list[Notice]:
    """The warnings that the page has not said in front already."""
    return [one for one in warnings if not measured or one.code != CONTESTED]


def components_text(estimate: Estimate) -> str:
    """What the middle of the total is made of, and what stands apart from it. The larger part takes
    what rounding leaves, so that the amounts shown add up."""
    parts = estimate.components
    base, equity, bonus, total = (
        round(amount, -2) for amount in (parts.base, parts.equity, parts.bonus, estimate.total.p50)
    )
    left = total - base - equity - bonus
    equity, bonus = (equity + left, bonus) if equity > bonus else (equity, bonus + left)
    said = f"{hundreds(base)} base + {hundreds(equity)} equity + {hundreds(bonus)} bonus"
    said += ", a normal year"
    if parts.signing is not None:
        said += f"; signing {hundreds(parts.signing)} once, apart"
    if parts.illiquid is not None:
        said += f"; {hundreds(parts.illiquid)} a year in equity that cannot be sold, apart"
    return said


def middle_sentence(estimate: Estimate) -> str:
    """The doubt about the middle, kept apart from the spread among people."""
    base, total = (
        f"between {hundreds(one.low)} and {hundreds(one.high)}"
        for one in (estimate.middle, estimate.total_middle)
    )
    return (
        "The range is the spread among people. The true median is likely (80%) "
        f"{base} for base, {total} for total compensation."
    )


def _steps(estimate: Estimate) -> Grid:
    steps = estimate.steps
    return Grid(
        "How base comes about",
        (
            Column("Step"),
            Column("Factor", numeric=True),
            Column("Base", numeric=True),
            Column("Evidence", rank=1),
        ),
        [
            (step.label, _factor(step, number), hundreds(step.base), step.kind)
            for number, step in enumerate(steps)
        ],
        sentences=[_step_sentence(step, number) for number, step in enumerate(steps)],
        strong_rows=frozenset({len(steps) - 1}),
    )


def _factor(step: Step, number: int) -> str:
    return f"x {step.factor:.2f}" if number else ""


def _step_sentence(step: Step, number: int, *, noted: bool = True) -> str:
    start = "starts at" if number == 0 else f"times {step.factor:.2f} gives"
    note = f" {step.note}" if step.note and noted else ""
    if note and not note.endswith("."):
        note += "."
    return f"{step.label}: {start} {hundreds(step.base)} ({step.kind}).{note}"


def _waterfall(estimate: Estimate) -> Iterator[Grid]:
    for title, steps in (
        ("Base, step by step", estimate.steps),
        ("From base to total compensation", estimate.total_steps),
    ):
        yield _fall(title, steps)


def _fall(title: str, steps: tuple[Step, ...]) -> Grid:
    before = [steps[0].base, *(step.base for step in steps[:-1])]
    low = min(step.base for step in steps) * 0.9
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
                    low if number == 0 else start,
                    step.base,
                    low,
                    high,
                    "strong" if number == 0 else "bad" if change < 0 else "good",
                ),
                f"{step.kind}: {', '.join(step.sources) or '-'}",
            )
        )
    notes = [f"{step.label}: {step.note.rstrip('.')}." for step in steps if step.note]
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
        sentences=[
            f"{_step_sentence(step, number, noted=False)} "
            f"Sources: {', '.join(step.sources) or 'none needed'}."
            for number, step in enumerate(steps)
        ],
        strong_rows=frozenset({len(steps) - 1}),
        caption="\n".join(notes),
    )


def _doubts(estimate: Estimate) -> Grid:
    """Which rule owns how much of the doubt about the middle, in dollars."""
    parts = sorted(estimate.middle.parts.items(), key=lambda item: -item[1].share)
    rows = [
        (PART_NAMES.get(name, name), _reach(name, part, estimate), percent(part.share))
        for name, part in parts
    ]
    return Grid(
        "What makes the middle uncertain",
        (Column("Because of"), Column("80%", numeric=True), Column("Share", numeric=True)),
        rows,
        sentences=[f"{name}: {amount}, {share} of the doubt." for name, amount, share in rows],
    )


def _reach(name: str, part: Doubt, estimate: Estimate) -> str:
    """How far a part alone moves the middle: to one side where sources part."""
    if name == "premium_sources" and estimate.measured:
        return dollars(round(estimate.measured.base.p50 - estimate.base.p50, -2), sign=True)
    return f"± {hundreds(part.dollars)}"


def _spread(explained: Explained) -> Grid:
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
        "What spreads people apart",
        (Column("Because of"), Column("Base", numeric=True), Column("Total", numeric=True)),
        rows,
        sentences=[f"{name}: {base} of base, {total} of the total." for name, base, total in rows],
        strong_rows=frozenset({len(rows) - 1}),
    )


def _width(amount: float, number: int) -> str:
    return hundreds(amount) if number == 0 else dollars(round(amount, -2), sign=True)


def _crosschecks(estimate: Estimate, explained: Explained | None) -> Grid:
    """Other figures; that of the measured premium stands in front, its range with the steps."""
    checks = [one for one in estimate.crosschecks if explained or one.name != MEASURED_CHECK]
    return Grid(
        "Beside it",
        (
            Column("Another figure for base"),
            Column("p25", numeric=True, rank=1),
            Column("p50", numeric=True),
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


def source_list(sources: tuple[Source, ...]) -> Bullets:
    """Where the figures come from."""
    items = []
    for one in sources:
        said = ", ".join(each for each in (one.title, one.publisher, one.period) if each)
        items.append(f"{one.id}: {said}{f', {one.url}' if one.url else ''}")
    return Bullets("Sources", items)
