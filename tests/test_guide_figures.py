"""Every row of data/guide/*.toml against the guide's figures, typed a second time by itself."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from guide_figures import (
    BENEFITS,
    BENEFITS_CITES,
    CAREER,
    CAREER_CITES,
    COMPENSATION,
    COMPENSATION_CITES,
    EXPERIENCE,
    EXPERIENCE_CITES,
    FAQ,
    GUIDE,
    HEADLINES,
    METROS,
    METROS_CITES,
    NEGOTIATION,
    NEGOTIATION_CITES,
    OUTLOOK,
    PERCENTILES,
    PERCENTILES_CITES,
    SPECIALIZATIONS,
    SPECIALIZATIONS_CITES,
    STATES,
    STATES_CITES,
)

from mlsalary.rulebook import shipped_folder

Row = dict[str, Any]
# What is not the guide's: our words, and what the schema needs.
OURS = {"note", "statement", "what", "source", "point"}
LADDER = ("lead", "director", "vp", "chief")
RATIO = pytest.approx  # 25 per cent is 0.25 in data/


def rows(name: str) -> list[Row]:
    """The rows of a file of data/guide with unit and citations filled in, without our own words."""
    text = (shipped_folder() / "guide" / f"{name}.toml").read_text("utf-8")
    table = tomllib.loads(text)
    assert table["source"] == "guide-2026"
    head = {"unit": table["unit"], "citations": table["citations"]}
    own = [head | row for row in table["row"]]
    return [{key: value for key, value in row.items() if key not in OURS} for row in own]


def by_id(name: str) -> dict[str, Row]:
    """The same by id, which each row then lacks."""
    return {row.pop("id"): row for row in rows(name)}


def cites(figure: Row, section: tuple[int, ...]) -> list[int]:
    """The numbers beside a figure, else those at the head of its section."""
    return list(figure["cites"] or section)


def given(**keys: Any) -> Row:
    """The keys that the guide has something for; false and None are written by leaving them out."""
    return {key: value for key, value in keys.items() if value not in (None, False)}


def test_percentiles() -> None:
    units = {"annual": "usd/year", "hourly": "usd/hour"}
    wanted = [
        {
            "id": f"{occupation}-{kind}",
            "occupation": occupation,
            "title": GUIDE["occupations"][occupation],
            "unit": units[kind],
            "release": "2024-05",
            "citations": list(PERCENTILES_CITES[occupation]),
            **figures,
        }
        for occupation, tables in PERCENTILES.items()
        for kind, figures in tables.items()
    ]
    assert rows("percentiles") == wanted


def test_experience() -> None:
    pegs = {
        "15-2051 p50-p75": ("15-2051", "p50", "p75"),
        "15-1252 p50-p75": ("15-1252", "p50", "p75"),
        "15-1252 p90+": ("15-1252", "p90", "p90"),
    }
    phd_cites = next(one for one in FAQ if one["keyword"] == "entry")["cites_by_figure"]["phd"]
    wanted = []
    for band in EXPERIENCE:
        is_phd = band["degree"] == "phd"
        # Without a peg in the guide: the PhD band moves with the entry band's, staff beyond BLS.
        named = band["peg"] or ("15-2051 p50-p75" if is_phd else "15-1252 p90+")
        occupation, low, high = pegs[named]
        beyond = {"beyond": True} if band["level"] == "staff" else {}
        same = ("level", "degree", "years_low", "base_low", "base_high", "years_high")
        totals = ("total_low", "total_high", "total_open")
        wanted.append(
            {
                **given(**{key: band[key] for key in totals}),
                **{key: band[key] for key in same if band[key] is not None},
                "id": "entry-phd" if is_phd else band["level"],
                "unit": "usd/year",
                "citations": cites(band, phd_cites if is_phd else EXPERIENCE_CITES),
                "peg_low": {"occupation": occupation, "percentile": low} | beyond,
                "peg_high": {"occupation": occupation, "percentile": high} | beyond,
            }
        )
    found = rows("experience")
    assert all(row.pop("title") for row in found)  # our words
    assert found == wanted


def test_states() -> None:
    shared = {"unit": "usd/year", "citations": list(STATES_CITES)}
    assert rows("states") == [
        {"id": letters, "rank": rank, "name": name, "mean": mean, **shared}
        for rank, name, letters, mean in STATES
    ]


def test_metros() -> None:
    shared = {"unit": "usd/year", "citations": list(METROS_CITES)}
    assert rows("metros") == [
        {"id": code, "rank": rank, "name": name, "mean": mean, **shared}
        for rank, (name, mean, code) in enumerate(METROS, 1)
    ]


def test_specializations() -> None:
    found = by_id("specializations")
    assert list(found) == list(SPECIALIZATIONS)
    assert all(row.pop("title") for row in found.values())
    # Judgements, for which the guide has no figure.
    assert found["nlp"].pop("occupation") == "15-1252"
    assert found["nlp"].pop("occupation_kind") == "judgement"
    assert found["rl"].pop("assumed_top_width") == RATIO(1.40 / 1.25)
    ways = {"base": "band", "at or above percentile": "floor"}
    for spec, said in SPECIALIZATIONS.items():
        stated = ways.get(said["stated_as"], said["stated_as"])
        wanted = given(
            stated=stated,
            level=said.get("level"),
            base_low=said.get("base_low"),
            base_high=said.get("base_high"),
            open=said.get("base_open"),
            occupation=said.get("occupation"),
            unit="ratio" if stated == "premium" else "usd/year",
            citations=cites(said, SPECIALIZATIONS_CITES),
        )
        if stated == "premium":
            wanted["low"] = RATIO(said["premium_percent_low"] / 100)
            wanted["high"] = RATIO(said["premium_percent_high"] / 100)
        if stated == "percentiles":
            wanted |= {"low": said["percentile_low"], "high": said["percentile_high"]}
        if stated == "floor":
            wanted["percentile"] = said["percentile_low"]
        assert found[spec] == wanted, spec


def test_the_typical_base_is_the_one_of_the_questions() -> None:
    text = (shipped_folder() / "guide/specializations.toml").read_text("utf-8")
    head = tomllib.loads(text)
    (average,) = (one["figures"] for one in FAQ if one["keyword"] == "average")
    for end in ("low", "high", "open"):
        assert head[f"typical_base_{end}"] == average[f"base_{end}"]


def test_compensation() -> None:
    parts = COMPENSATION
    example = parts["equity_example"]
    faq = next(one for one in FAQ if one["keyword"] == "good career")

    def total(figure: Row, level: str, section: tuple[int, ...]) -> Row:
        low = figure.get("low", figure.get("above"))
        is_open = figure.get("open") or "above" in figure
        ends = given(low=low, high=figure.get("high"), open=is_open, level=level)
        return ends | {"unit": "usd/year", "citations": cites(figure, section)}

    assert by_id("compensation") == {
        "equity-public": {
            "unit": "ratio",
            "low": RATIO(parts["equity_percent_of_base"]["low"] / 100),
            "high": RATIO(parts["equity_percent_of_base"]["high"] / 100),
            "citations": list(COMPENSATION_CITES),
        },
        "equity-example": {
            "unit": "usd/year",
            "level": example["level"],
            "low": example["equity_low"],
            "high": example["equity_high"],
            "base": example["base"],
            "citations": list(COMPENSATION_CITES),
        },
        "total-senior": total(parts["senior_total_major_employers"], "senior", EXPERIENCE_CITES),
        "total-staff": total(parts["staff_total"], "staff", EXPERIENCE_CITES),
        "total-senior-ai": total(parts["senior_total_major_ai_employers"], "senior", ()),
        "total-senior-bay-area": total(parts["senior_total_bay_area"], "senior", ()),
        "total-senior-faq": {
            "unit": "usd/year",
            "level": "senior",
            "low": faq["figures"]["senior_total_low"],
            "high": faq["figures"]["senior_total_high"],
            "open": faq["figures"]["senior_total_open"],
            "citations": list(faq["cites_by_figure"]["senior_total"]),
        },
        "signing": {
            "unit": "usd once",
            "low": parts["signing_bonus"]["low"],
            "high": parts["signing_bonus"]["high"],
            "citations": list(COMPENSATION_CITES),
        },
    }


def test_benefits() -> None:
    keys = {
        "research-time": "publication_time",
        "compute-credits": "compute_credits",
        "conference": "conference_budget",
    }
    found = by_id("benefits")
    assert set(found) == set(keys)
    for key, theirs in keys.items():
        figure = BENEFITS[theirs]
        wanted = given(
            low=figure["low"],
            high=figure["high"],
            unit=f"usd/{figure.get('per', 'year')}",
            citations=cites(figure, BENEFITS_CITES),
        )
        assert found[key] == wanted


def test_career() -> None:
    found = by_id("career")
    growth = CAREER["entry_to_senior"]
    years = found.pop("entry-to-senior-years")
    assert (years["low"], years["high"]) == (growth["years_low"], growth["years_high"])
    assert (years["unit"], years["track"]) == ("years", "growth")
    rise = found.pop("entry-to-senior-growth")
    assert rise["low"] == RATIO(growth["increase_percent_low"] / 100)
    assert rise["high"] == RATIO(growth["increase_percent_high"] / 100)
    assert (rise["unit"], rise["track"]) == ("ratio", "growth")
    assert years["citations"] == rise["citations"] == list(growth["cites"])
    for level in LADDER:
        rung = CAREER[level]
        assert found.pop(level) == given(
            track="management",
            level=level,
            title=rung["title"],
            base_low=rung["low"],
            base_high=rung["high"],
            open=rung["open"],
            unit="usd/year",
            citations=cites(rung, CAREER_CITES),
        )
    assert tuple(row["title"] for row in found.values()) == CAREER["research_track"]["titles"]
    for row in found.values():
        assert set(row) == {"track", "title", "unit", "citations"}
        assert (row["track"], row["citations"]) == ("research", list(CAREER_CITES))


def test_outlook() -> None:
    growth = OUTLOOK["employment_growth"]
    premium = OUTLOOK["premium_over_data_scientist_median"]
    typical, dedicated = OUTLOOK["typical_base"], OUTLOOK["dedicated_positions_base"]
    closing = HEADLINES["closing_base_range"]
    assert by_id("outlook") == {
        "employment-growth": {
            "unit": "ratio",
            "low": RATIO(growth["percent"] / 100),
            "high": RATIO(growth["percent"] / 100),
            "period": f"{growth['from_year']}-{growth['to_year']}",
            "citations": list(growth["cites"]),
        },
        "above-data-scientists": {
            "unit": "ratio",
            "low": RATIO(premium["percent_low"] / 100),
            "high": RATIO(premium["percent_high"] / 100),
            "citations": list(premium["cites"]),
        },
        "typical-base": {
            "unit": "usd/year",
            "low": typical["low"],
            "high": typical["high"],
            "open": typical["open"],
            "citations": list(typical["cites"]),
        },
        "dedicated-base": {
            "unit": "usd/year",
            "low": dedicated["low"],
            "high": dedicated["high"],
            "citations": list(dedicated["cites"]),
        },
        "base-range": {
            "unit": "usd/year",
            "low": closing["base_low"],
            "high": closing["base_high"],
            "open": closing["base_open"],
            "citations": list(closing["cites"]),
        },
    }


def test_negotiation() -> None:
    found = rows("negotiation")
    assert [row["id"] for row in found] == [point["number"] for point in NEGOTIATION]
    for row, point in zip(found, NEGOTIATION, strict=True):
        assert row["citations"] == cites(point, NEGOTIATION_CITES)
    figures = {
        row["id"]: [{k: v for k, v in one.items() if k != "what"} for one in row["figures"]]
        for row in found
        if "figures" in row
    }
    first, second, last = (NEGOTIATION[place]["figures"] for place in (0, 1, 6))
    share = RATIO(second["engagement_percent"] / 100)
    losses = second["losses_prevented"]
    assert figures == {
        1: [
            {"low": first["floor"], "high": first["floor"], "unit": "usd/year"},
            {"low": first["low"], "high": first["high"], "unit": "usd/year"},
        ],
        2: [
            {"low": share, "high": share, "unit": "ratio"},
            {"low": losses, "high": losses, "unit": "usd once"},
        ],
        7: [
            {"low": last["low"], "high": last["high"], "open": last["open"], "unit": "usd/year"},
        ],
    }
