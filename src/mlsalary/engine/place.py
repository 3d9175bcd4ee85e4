"""The place: how base, the spread and what is paid beyond base follow its wages."""

from __future__ import annotations

from mlsalary import rules
from mlsalary.engine.areas import Evidenced, PlaceRules
from mlsalary.engine.case import Case
from mlsalary.engine.employed import local_part
from mlsalary.engine.rule import Rule, Term, Worked, weakest
from mlsalary.places.located import Located
from mlsalary.profile import Profile
from mlsalary.reading.told_words import told_text
from mlsalary.results import Evidence, Notice, Place
from mlsalary.rulebook.model import Constant, Model
from mlsalary.rulebook.oews import find_area
from mlsalary.rulebook.releases import newest
from mlsalary.rules.facts import Part
from mlsalary.rules.operations import Floats, Value
from mlsalary.sentences import place as sentences

_M = Floats()


def place_part(log: Value, far: Value, model: Model) -> Part:
    """What a place does, whose factor is known; far: as ``elsewhere`` says."""
    beyond = rules.tilt_log(log, model.value("total.place_elasticity"))
    return Part(log=log, beyond=beyond, base_of_years=far)


def elsewhere(model: Model, code: str) -> float:
    """The factor on the years' spread where reported pay does not tell what the area pays."""
    return 1.0 if model.reports(code) else model.value("spread.elsewhere")


def part_at(log: float, code: str, model: Model) -> Part:
    """What an area does whose factor's ln this is."""
    return place_part(log, elsewhere(model, code), model)


def _part(case: Case) -> Part:
    found = case.found
    log = 0.0
    if found.kind != "national":
        places = _places(case)
        log = places.factor(places.evidence(found.code, found.state))
    return part_at(log, found.code, case.model)


def _term(case: Case, part: Part, worked: Worked) -> Term:
    place = case.found.place
    places = _places(case)
    if place.kind == "national":
        hub = _typical_hub(case)
        label = sentences.place_label(place, hub)
        note = sentences.no_place_note(hub, told_text(case.profile.metro, case.book))
        return Term(label, 0.0, 0.0, (), "cited", note)
    known = places.evidence(place.code, case.found.state)
    sides = [places.alone(known.guide), places.alone(known.bls)]
    said = [side for side in sides if side is not None]
    said += [known.reports[1]] if known.reports else []
    return Term(
        label=sentences.place_label(place, None),
        low=min(*said, worked.log) if said else worked.log,
        high=max(*said, worked.log) if said else worked.log,
        sources=_sources(places, known),
        kind=_kind(known, places.model.constant("place.elasticity")),
        note=sentences.place_note(
            sides,
            known.reports,
            known.elsewhere,
            worked.log,
            known.stand_in,
            known.corrections,
            known.around[:4] if known.around else None,
        ),
        doubts=_doubts(places, known),
        warnings=_warnings(place, known),
    )


RULE = Rule(
    "place",
    ("metro", "state"),
    ("log", "beyond", "base_of_years"),
    _part,
    _term,
)


def _typical_hub(case: Case) -> str | None:
    """The title of the hub where the usual mix of employers pays most nearly as if no place were
    told."""
    places, nobody = _places(case), Profile()
    off = dict[str, float]()
    for code in case.model.metros:
        area = find_area(case.book, code, newest(case.book).prefix)
        if area:
            there = Located(code, area.name, area.kind, "exact", area.state)
            own = local_part(case._replace(profile=nobody, found=there), known=False)
            off[area.name] = abs(
                places.factor(places.evidence(code, None)) + (own.log if own else 0.0)
            )
    return min(off, key=lambda name: off[name], default=None)


def _places(case: Case) -> PlaceRules:
    return PlaceRules.of(case.book, case.model)


def _doubts(places: PlaceRules, known: Evidenced) -> dict[str, float]:
    model, share = places.model, places.prior_share(known)
    elasticity, reference = model.constant("place.elasticity"), model.constant("place.reference")
    of_bls = 1.0 if known.guide is None else 1 - model.value("place.guide_weight")
    doubts = {
        "bls_sampling": rules.sampling_doubt(known.bls_error, elasticity.value, share * of_bls),
        "place_fit": rules.line_doubt(
            places.prior(known),
            elasticity.value,
            elasticity.error,
            rules.relative_error(reference.error, reference.value),
            share,
        ),
    }
    guide, bls = places.alone(known.guide), places.alone(known.bls)
    if guide is not None and bls is not None:
        doubts["place_sources"] = rules.counted(rules.disagreement(guide, bls, _M), share)
    if known.reports:
        doubts["reported_pay"] = rules.counted(known.reports[2], 1 - share)
    if known.elsewhere:
        error = model.constant("place.elsewhere").error
        doubts["elsewhere"] = rules.counted(error, known.outside)
    if known.one_occupation:
        doubts["one_occupation"] = rules.counted(model.value("doubt.one_occupation"), share)
    if known.few_jobs:
        noise = rules.counted(model.value("doubt.few_jobs"), known.few_jobs)
        doubts["few_jobs"] = rules.counted(noise, share * of_bls)
    if known.stand_in:
        doubts["stand_in"] = known.stand_in_doubt
    if known.around:
        drawn = places.factor(known)
        doubts["state_and_areas"] = rules.disagreement(places.undrawn(known), drawn, _M)
    return doubts


def _sources(places: PlaceRules, known: Evidenced) -> tuple[str, ...]:
    ids = [places.book.toml("guide/metros.toml")["source"]] if known.guide is not None else []
    ids += [newest(places.book).source] if known.bls is not None else []
    return (*ids, *places.model.sources)


def _kind(known: Evidenced, elasticity: Constant) -> Evidence:
    return "assumed" if known.stand_in else weakest((elasticity.kind, "cited"))


def _warnings(place: Place, known: Evidenced) -> tuple[Notice, ...]:
    return tuple(
        notice
        for notice in (
            sentences.stands_in(place, known.stand_in, known.correction)
            if known.stand_in
            else None,
            sentences.one_occupation(place, known.one_occupation) if known.one_occupation else None,
            sentences.flagged(place, known.flags) if known.flags else None,
        )
        if notice
    )
