"""What is asked for in tests of documents and pictures: an answer of each kind, and names that try
to be more than text."""

from __future__ import annotations

import json
from pathlib import Path

SAN_JOSE = ("--years", "5", "--metro", "San Jose", "--spec", "llm")
OFFERED = (
    *("--base", "190k", "--equity", "480000/4y", "--vesting", "5,15,40,40"),
    *("--bonus", "15%", "--signing", "40k"),
)
MUCH = (
    *("--years", "12", "--metro", "New York", "--spec", "llm", "--spec", "mlops"),
    *("--degree", "phd", "--company", "Google", "--level", "L6"),
)
ASKED = {
    "estimate": ("estimate", *SAN_JOSE),
    "estimate much": ("estimate", *MUCH, "--as-of", "2028-05"),
    "estimate explained": ("estimate", *SAN_JOSE, "--explain"),
    "offer": ("offer", *SAN_JOSE, "--employer", "big-tech", *OFFERED),
    "offer much": (
        *("offer", *MUCH, "--base", "290k", "--equity", "1900k/5y"),
        *("--vesting", "10,15,25,25,25", "--bonus", "20%", "--signing", "100k"),
    ),
    "offer of base": ("offer", *SAN_JOSE, "--base", "250k"),
    "offer explained": ("offer", *SAN_JOSE, *OFFERED, "--explain"),
    "offer posted": ("offer", "--level", "senior", "--metro", "Denver", "--posted", "150k-210k"),
    "compare": ("compare", "--years", "5", "--by", "metro"),
    "compare two": ("compare", *SAN_JOSE, "--metro", "Boise", "--explain"),
    "compare real": ("compare", *SAN_JOSE, "--metro", "Pittsburgh", "--real"),
    "path": ("path", "--years", "3", "--metro", "Boston", "--spec", "llm"),
    "brief": ("brief", "--years", "5", "--metro", "Austin"),
    "brief much": ("brief", *MUCH, "--base", "290k", "--equity", "1900k/5y", "--signing", "100k"),
}
"""Each by a name that starts with its verb."""
ON_ONE_PAGE = [
    name
    for name in ASKED
    if name.startswith(("estimate", "offer", "brief")) and "explained" not in name
]
HOSTILE = (
    "<script>document.title = 'run'</script>",
    "\"'><img src=x onerror=\"document.title = 'run'\">",
    "</style></title></svg></table><b>bold</b>",
    "]]> <![CDATA[ &amp; &#60;",
    "$x^2$ {{ 7 * 7 }} {% raw %} \\frac{1}{2}",
    "left\u202eright\u2066\u0000\x1b[31m\u200b",
    "技术 𝕏 ﷽",
    "W" * 90,
)
"""Names that would do something if they were not text."""


def offers(folder: Path, names: tuple[str, ...] = HOSTILE) -> Path:
    """A file of offers with these names."""
    file = folder / "offers.json"
    each = [
        {"name": name, "years": 5, "metro": "Austin", "base": 200_000 + 5_000 * place}
        for place, name in enumerate(names)
    ]
    file.write_text(json.dumps({"offer": each}), encoding="utf-8")
    return file


def people(folder: Path) -> Path:
    """A file of people to be priced: of all kinds of levels and places, some of them refused."""
    file = folder / "people.csv"
    levels = ("junior", "mid", "Senior", "staff", "director", "", "", "intern")
    places = ("Austin, TX", "San Francisco, CA", "Boise", "", "Winston-Salem, NC", "Paris, France")
    rows = [
        f'{at},{at % 23},{levels[at % len(levels)]},"{places[at % len(places)]}",{60 + at}k'
        for at in range(240)
    ]
    file.write_text("\n".join(["id,years,level,location,pay", *rows, ""]), encoding="utf-8")
    return file
