"""Figures of the 2026 machine learning engineer salary guide.

Every number here was typed from the guide itself, independently of the files in data/, so that a
test can compare the two. Money is in whole US dollars (hourly wages keep their cents), percentages
are plain numbers, "cites" holds the guide's bracketed source numbers (empty where it gives none),
and an "open" or "*_open" key is True where the guide puts a plus sign after the upper figure. The
guide's figures are recorded as printed, including where they disagree with each other. The CBSA
codes in METROS are the only values here that the guide does not print.
"""

from typing import Any

GUIDE: dict[str, Any] = {
    "title_year": 2026,
    "market_year": 2025,  # the year its text speaks of
    "occupations": {"15-2051": "Data Scientists", "15-1252": "Software Developers"},
    "cites_used": (1, 2, 3, 4, 5, 6, 9, 11),
    "cites_never_used": (7, 8, 10),
}

PERCENTILES: dict[str, dict[str, dict[str, float]]] = {
    "15-2051": {
        "annual": {
            "p10": 63_650,
            "p25": 82_630,
            "p50": 112_590,
            "p75": 155_810,
            "p90": 194_410,
        },
        "hourly": {
            "p10": 30.60,
            "p25": 39.73,
            "p50": 54.13,
            "p75": 74.91,
            "p90": 93.47,
        },
    },
    "15-1252": {
        "annual": {
            "p10": 79_850,
            "p25": 103_050,
            "p50": 133_080,
            "p75": 169_000,
            "p90": 211_450,
        },
        "hourly": {
            "p10": 38.39,
            "p25": 49.55,
            "p50": 63.98,
            "p75": 81.25,
            "p90": 101.66,
        },
    },
}

PERCENTILES_CITES: dict[str, tuple[int, ...]] = {
    "15-2051": (1, 3),
    "15-1252": (4, 5),
}

# Opening paragraph, both takeaway lists and the overview prose.
HEADLINES: dict[str, dict[str, Any]] = {
    "intro_median": {"occupation": "15-2051", "p50": 112_590, "cites": (1,)},
    "intro_premium": {
        "over": "15-2051 p50",
        "premium_percent_low": 20,
        "premium_percent_high": 40,
        "cites": (),
    },
    "takeaway_data_scientist_median": {"occupation": "15-2051", "p50": 112_590, "cites": (1,)},
    "takeaway_data_scientist_p90": {"occupation": "15-2051", "p90": 194_410, "cites": (3,)},
    "takeaway_software_developer": {
        "occupation": "15-1252",
        "p50": 133_080,
        "p90": 211_450,
        "cites": (4,),
    },
    "takeaway_growth": {"percent": 34, "from_year": 2024, "to_year": 2034, "cites": (2,)},
    "takeaway_senior_total": {
        "total_above": 500_000,
        "employers": ("OpenAI", "Google DeepMind", "Meta FAIR"),
        "cites": (),
    },
    "overview_two_occupations": {"occupations": ("15-2051", "15-1252"), "cites": (1, 4)},
    "overview_typical_level": {"relation": "at or above", "to": "15-1252", "cites": (9,)},
    "overview_floor": {"floor": 112_590, "cites": ()},
    "closing_base_range": {
        "base_low": 112_590,
        "base_low_peg": "15-2051 p50",
        "base_high": 211_450,
        "base_high_peg": "15-1252 p90",
        "base_open": True,
        "cites": (1, 4),
    },
    "closing_senior_total": {"total_above": 500_000, "cites": ()},
    "closing_growth": {"percent": 34, "cites": (2,)},
}

EXPERIENCE: list[dict[str, Any]] = [
    {
        "level": "entry",
        "degree": None,
        "years_low": 0,
        "years_high": 2,
        "base_low": 100_000,
        "base_high": 130_000,
        "base_open": False,
        "total_low": None,
        "total_high": None,
        "total_open": False,
        "peg": "15-2051 p50-p75",
        "cites": (3,),
    },
    {
        "level": "entry",
        "degree": "phd",
        "years_low": 0,
        "years_high": 2,
        "base_low": 130_000,
        "base_high": 160_000,
        "base_open": False,
        "total_low": None,
        "total_high": None,
        "total_open": False,
        "peg": None,
        "cites": (),
    },
    {
        "level": "mid",
        "degree": None,
        "years_low": 3,
        "years_high": 5,
        "base_low": 130_000,
        "base_high": 170_000,
        "base_open": False,
        "total_low": None,
        "total_high": None,
        "total_open": False,
        "peg": "15-1252 p50-p75",
        "cites": (5,),
    },
    {
        "level": "senior",
        "degree": None,
        "years_low": 6,
        "years_high": 10,
        "base_low": 170_000,
        "base_high": 220_000,
        "base_open": False,
        "total_low": 300_000,
        "total_high": 500_000,
        "total_open": False,
        "peg": "15-1252 p90+",
        "cites": (5,),
    },
    {
        "level": "staff",
        "degree": None,
        "years_low": 10,
        "years_high": None,
        "base_low": 220_000,
        "base_high": 300_000,
        "base_open": False,
        "total_low": 500_000,
        "total_high": 1_000_000,
        "total_open": True,
        "peg": None,  # said to lie beyond anything BLS records
        "employers": ("Google", "Meta", "Apple", "OpenAI"),
        "cites": (),
    },
]

EXPERIENCE_CITES: tuple[int, ...] = (2, 11)

# (rank, name, two-letter code, annual mean wage)
STATES: list[tuple[int, str, str, int]] = [
    (1, "California", "CA", 158_400),
    (2, "Washington", "WA", 154_200),
    (3, "New York", "NY", 146_800),
    (4, "Massachusetts", "MA", 142_400),
    (5, "New Jersey", "NJ", 138_600),
    (6, "Virginia", "VA", 134_200),
    (7, "Maryland", "MD", 131_800),
    (8, "Colorado", "CO", 128_400),
    (9, "Texas", "TX", 124_600),
    (10, "Illinois", "IL", 122_200),
]

STATES_CITES: tuple[int, ...] = (6,)

# State figures repeated in the prose under the table.
STATES_PROSE: dict[str, dict[str, Any]] = {
    "CA": {
        "mean": 158_400,
        "employers": ("Google DeepMind", "OpenAI", "Meta FAIR", "Anthropic"),
        "cites": (6,),
    },
    "WA": {"mean": 154_200, "employers": ("Amazon", "Microsoft"), "cites": ()},
}

# (name as the guide prints it, annual mean wage, CBSA code of today), in the guide's order
METROS: list[tuple[str, int, str]] = [
    ("San Jose-Sunnyvale-Santa Clara, CA", 178_200, "41940"),
    ("San Francisco-Oakland-Berkeley, CA", 172_400, "41860"),
    ("Seattle-Tacoma-Bellevue, WA", 164_800, "42660"),
    ("New York-Newark-Jersey City, NY-NJ-PA", 155_200, "35620"),
    ("Boston-Cambridge-Nashua, MA-NH", 148_600, "14460"),
    ("Washington-Arlington-Alexandria, DC-VA-MD", 142_400, "47900"),
    ("Austin-Round Rock-Georgetown, TX", 136_800, "12420"),
    ("Pittsburgh, PA", 132_200, "38300"),
    ("Denver-Aurora-Lakewood, CO", 130_400, "19740"),
    ("Raleigh-Cary, NC", 126_800, "39580"),
]

METROS_CITES: tuple[int, ...] = (6,)

# Metro figure repeated in the prose under the table.
METROS_PROSE: dict[str, dict[str, Any]] = {
    "41940": {"mean": 178_200, "called": "base wages", "cites": (6,)},
}

# "stated_as" tells how the guide expresses the pay of the specialization.
SPECIALIZATIONS: dict[str, dict[str, Any]] = {
    "llm": {
        "stated_as": "premium",
        "premium_percent_low": 25,
        "premium_percent_high": 40,
        "over": "generalist ML roles",
        "market_year": 2025,
        "models": ("GPT", "Claude", "Llama"),
        "cites": (),
    },
    "cv": {
        "stated_as": "base",
        "level": "senior",
        "base_low": 170_000,
        "base_high": 220_000,
        "base_open": True,
        "cites": (),
    },
    "nlp": {
        "stated_as": "percentiles",
        "percentile_low": "p75",
        "percentile_high": "p90",
        "occupation": None,  # the guide does not say which
        "cites": (),
    },
    "mlops": {
        "stated_as": "base",
        "level": None,
        "base_low": 140_000,
        "base_high": 190_000,
        "base_open": False,
        "cites": (),
    },
    "rl": {
        "stated_as": "at or above percentile",
        "occupation": "15-1252",
        "percentile_low": "p90",
        "percentile_high": None,
        "base_low": 211_450,
        "base_high": None,
        "base_open": True,
        "cites": (5,),
    },
}

SPECIALIZATIONS_CITES: tuple[int, ...] = (2, 11)

COMPENSATION: dict[str, dict[str, Any]] = {
    "equity_percent_of_base": {"low": 30, "high": 80, "open": False, "cites": ()},
    "equity_startups": {"employers": ("Anthropic", "Cohere", "Mistral"), "cites": ()},
    "equity_example": {
        "level": "senior",
        "base": 200_000,
        "equity_low": 100_000,
        "equity_high": 200_000,
        "cites": (),
    },
    "senior_total_major_employers": {
        "low": 300_000,
        "high": 500_000,
        "open": False,
        "cites": (),
    },
    "staff_total": {"low": 500_000, "high": 1_000_000, "open": True, "cites": ()},
    "senior_total_major_ai_employers": {
        "above": 500_000,
        "employers": ("OpenAI", "Google DeepMind", "Meta FAIR"),
        "cites": (),
    },
    "senior_total_bay_area": {"above": 400_000, "cites": (6,)},
    "signing_bonus": {"low": 20_000, "high": 100_000, "open": False, "cites": ()},
}

COMPENSATION_CITES: tuple[int, ...] = (11,)

BENEFITS: dict[str, dict[str, Any]] = {
    "publication_time": {
        "low": None,
        "high": None,
        "employers": ("Google", "Meta"),
        "cites": (),
    },
    "compute_credits": {
        "low": 5_000,
        "high": 50_000,
        "open": False,
        "per": "year",
        "cites": (),
    },
    "conference_budget": {
        "low": 3_000,
        "high": 8_000,
        "open": False,
        "per": "conference",
        "conferences": ("NeurIPS", "ICML", "CVPR", "ACL"),
        "cites": (),
    },
    "negotiated_compute": {
        "low": 10_000,
        "high": 100_000,
        "open": True,
        "per": "year",
        "cites": (),
    },
}

BENEFITS_CITES: tuple[int, ...] = (11,)

# "labelled_base" is True where the guide writes the word base beside the range.
CAREER: dict[str, Any] = {
    "lead": {
        "title": "ML team lead",
        "low": 200_000,
        "high": 280_000,
        "open": False,
        "labelled_base": True,
        "cites": (),
    },
    "director": {
        "title": "Director of ML",
        "low": 250_000,
        "high": 350_000,
        "open": False,
        "labelled_base": False,
        "cites": (),
    },
    "vp": {
        "title": "VP of AI",
        "low": 300_000,
        "high": 500_000,
        "open": False,
        "labelled_base": False,
        "cites": (),
    },
    "chief": {
        "title": "Chief AI Officer",
        "low": 400_000,
        "high": 800_000,
        "open": True,
        "labelled_base": False,
        "cites": (),
    },
    "research_track": {
        "titles": (
            "Research Scientist",
            "Senior Research Scientist",
            "Distinguished Scientist",
        ),
        "low": None,
        "high": None,
        "cites": (),
    },
    "entry_to_senior": {
        "entry_low": 100_000,
        "entry_high": 130_000,
        "senior_low": 170_000,
        "senior_high": 220_000,
        "years_low": 4,
        "years_high": 6,
        "increase_percent_low": 70,
        "increase_percent_high": 100,
        "cites": (3, 5),
    },
}

CAREER_CITES: tuple[int, ...] = (2, 11)

OUTLOOK: dict[str, dict[str, Any]] = {
    "employment_growth": {
        "occupation": "15-2051",
        "percent": 34,
        "from_year": 2024,
        "to_year": 2034,
        "cites": (2,),
    },
    "premium_over_data_scientist_median": {
        "percent_low": 20,
        "percent_high": 40,
        "median": 112_590,
        "cites": (),
    },
    "typical_base": {"low": 130_000, "high": 200_000, "open": True, "cites": ()},
    "dedicated_positions_base": {
        "low": 130_000,
        "high": 220_000,
        "open": False,
        "compared_with": "15-1252 p50",
        "compared_figure": 133_080,
        "cites": (1, 4),
    },
}

NEGOTIATION: list[dict[str, Any]] = [
    {
        "number": 1,
        "keyword": "classifications",
        "figures": {
            "floor": 112_590,
            "floor_peg": "15-2051 p50",
            "low": 169_000,
            "high": 211_450,
            "range_peg": "15-1252 p75-p90",
        },
        "cites": (3, 5),
    },
    {
        "number": 2,
        "keyword": "impact",
        "figures": {"engagement_percent": 15, "losses_prevented": 50_000_000},
        "cites": (),
    },
    {
        "number": 3,
        "keyword": "llm premium",
        "figures": {"market_year": 2025},
        "cites": (),
    },
    {"number": 4, "keyword": "equity", "figures": {}, "cites": ()},
    {"number": 5, "keyword": "research to production", "figures": {}, "cites": ()},
    {"number": 6, "keyword": "competing offers", "figures": {}, "cites": ()},
    {
        "number": 7,
        "keyword": "compute and publication",
        "figures": {"low": 10_000, "high": 100_000, "open": True, "per": "year"},
        "cites": (),
    },
]

NEGOTIATION_CITES: tuple[int, ...] = (2,)

# One entry per question, in the guide's order. "cites" is every source number in the answer;
# "cites_by_figure" tells which figures each of them stands beside.
FAQ: list[dict[str, Any]] = [
    {
        "number": 1,
        "keyword": "average",
        "figures": {
            "market_year": 2025,
            "median": 112_590,
            "median_peg": "15-2051 p50",
            "premium_percent_low": 20,
            "premium_percent_high": 40,
            "base_low": 130_000,
            "base_high": 200_000,
            "base_open": True,
        },
        "cites": (1,),
        "cites_by_figure": {"median": (1,), "premium_percent": (), "base": ()},
    },
    {
        "number": 2,
        "keyword": "entry",
        "figures": {
            "base_low": 100_000,
            "base_high": 130_000,
            "phd_low": 130_000,
            "phd_high": 160_000,
        },
        "cites": (3, 5),
        "cites_by_figure": {"base": (), "phd": (3, 5)},
    },
    {
        "number": 3,
        "keyword": "state",
        "figures": {"CA": 158_400, "WA": 154_200},
        "cites": (6,),
        "cites_by_figure": {"CA": (6,), "WA": (6,)},
    },
    {
        "number": 4,
        "keyword": "good career",
        "figures": {
            "median": 133_080,
            "median_peg": "15-1252 p50",
            "senior_total_low": 300_000,
            "senior_total_high": 500_000,
            "senior_total_open": True,
            "growth_percent": 34,
        },
        "cites": (4, 2),
        "cites_by_figure": {"median": (4,), "senior_total": (4,), "growth_percent": (2,)},
    },
    {
        "number": 5,
        "keyword": "versus software engineers",
        "figures": {
            "data_scientist_median": 112_590,
            "base_low": 130_000,
            "base_high": 220_000,
            "base_open": False,
            "software_developer_median": 133_080,
        },
        "cites": (1, 4),
        "cites_by_figure": {
            "data_scientist_median": (1, 4),
            "base": (1, 4),
            "software_developer_median": (1, 4),
        },
    },
    {
        "number": 6,
        "keyword": "skills",
        "figures": {"market_year": 2025},
        "cites": (11,),
        "cites_by_figure": {"market_year": (11,)},
    },
]
