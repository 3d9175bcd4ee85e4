"""Many rows as people write them, and what the single estimate says of each."""

from __future__ import annotations

import random
from typing import Any

from known_words import VOCABULARY

from mlsalary.engine import estimate
from mlsalary.errors import MlsalaryError
from mlsalary.profile import SINGLE, Profile
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()  # one for all tests: places that are told beforehand take seconds
PAY = [f"{name}_{p}" for name in ("base", "total") for p in ("p10", "p25", "p50", "p75", "p90")]
SAID = ["place", "place_match", "warnings"]

LEVELS = ["", "", "", "entry", "Mid", "SR", " senior ", "principal", "Team Lead", "vp", "chief",
          "director", "new_grad", "Entry - Level", "wizard"]  # fmt: skip
SPECS = ["", "", "llm", "LLM", "cv;nlp", "GenAI; mlops", "computer  vision", "rl,llm", "none",
         "generalist;nlp", ";;llm;", "Large Language Models", "platform ; reinforcement_learning",
         "llm;quantum"]  # fmt: skip
DEGREES = ["", "", "bs", "Masters", "PhD", "Ph.D.", "doctorate", "Bachelor's", "diploma"]
EMPLOYERS = ["", "", "FAANG", "big_tech", "tech", "Start-up", "enterprise", "Non Tech", "guild"]
WORDS = {"level": LEVELS, "degree": DEGREES, "employer": EMPLOYERS}
"""What is written in each field of one word; a further one is walked through its own words."""
for _field in SINGLE:
    WORDS.setdefault(_field, ["", "", *VOCABULARY.words[_field], "no-such-word"])

MONTHS = ["", "", "", "2025-05", "2026-03", "2020-07", "2023-01", "1999-01", "05/2025"]
PLACES = [  # metro, zip, city, state
    ("San Jose-Sunnyvale-Santa Clara, CA", "", "", ""), ("san jose", "", "", ""),
    ("NYC", "", "", ""),
    ("", "", "", ""), ("remote", "", "", ""), ("", "", "", "TX"), ("", "", "", "new york"),
    ("", "95112", "", ""), ("", "2139", "", "MA"), ("", "95112-1234", "", "California"),
    ("", "", "Springfield", "IL"), ("", "", "Portland", ""), ("", "", "Columbus", ""),
    ("Mountain View, CA", "", "", ""), ("Bay Area", "", "", ""), ("Kansas City, MO-KS", "", "", ""),
    ("Kansas City", "", "", "KS"), ("41940", "", "", ""), ("cbsa:33460", "", "", ""),
    ("St. Paul, Minnesota", "", "", ""), ("  Boston ,  MA ", "", "", ""),
    ("Saint Louis", "", "", ""),
    ("Seattle, WA 98101", "", "", ""), ("", "", "Lubbock", "TX"), ("Boise City, ID", "", "", ""),
    ("Washington, D.C.", "", "", ""), ("", "", "Ft Worth", "tx"), ("Alaska", "", "", ""),
]  # fmt: skip
HARD_PLACES = [  # accepted by places.resolve, or refused; not all are told beforehand
    ("Nowhereville", "", "", ""), ("", "", "Springfield", ""), ("San Jose", "", "", "TX"),
    ("Paris, France", "", "", ""), ("Greater Boston Area", "", "", ""), ("", "00000", "", ""),
    ("Denver-Aurora-Broomfield, CO", "", "", ""), ("Cañon City, CO", "", "", ""),
    ("", "", "", "Cascadia"), ("Atlantis, GA", "", "", ""), ("San Juan, PR", "", "", ""),
]  # fmt: skip


def rows(count: int, seed: int, *, hard: bool = True) -> list[dict[str, Any]]:
    """Rows of text, years as numbers or None. ``hard`` adds places of the second list and words
    that are refused."""
    dice = random.Random(seed)
    places = PLACES + (HARD_PLACES if hard else [])

    def pick(words: list[str]) -> str:
        return dice.choice(words if hard else words[:-1])

    made = []
    for _ in range(count):
        metro, zip_code, city, state = dice.choice(places)
        years = dice.choice([None, 0.0, float(dice.randint(0, 40)), round(dice.uniform(0, 30), 3)])
        level = pick(LEVELS)
        if not hard and years is None and not level:
            years = 5.0
        made.append(
            {
                "years": dice.choice([years, 61.0, -1.0])
                if hard and dice.random() < 0.05
                else years,
                "level": level,
                "metro": metro,
                "zip": zip_code,
                "city": city,
                "state": state,
                "spec": pick(SPECS),
                **{name: pick(WORDS[name]) for name in SINGLE if name != "level"},
                "as_of": dice.choice(MONTHS if hard else MONTHS[:-2]),
            }
        )
    return made


class Scalar:
    """The single estimate of each distinct row, asked once."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings
        self._known: dict[tuple[Any, ...], dict[str, Any]] = {}

    def of(self, row: dict[str, Any]) -> dict[str, Any]:
        """The ten amounts, place, match and warnings; or ``refused``, the code of the error."""
        key = tuple(row.values())
        if key not in self._known:
            self._known[key] = self._estimate(row)
        return self._known[key]

    def _estimate(self, row: dict[str, Any]) -> dict[str, Any]:
        words = {
            name: str(row.get(name) or "").strip() or None for name in (*SINGLE, "state", "as_of")
        }
        said: dict[str, Any] = words | self.settings
        typed = [str(row.get(name) or "").strip() for name in ("metro", "zip", "city")]
        try:
            profile = Profile(
                years=row["years"],
                metro=next((text for text in typed if text), None),
                spec=row.get("spec") or "",
                **said,
            )
            record = estimate(profile, BOOK).records()[0]
        except MlsalaryError as error:
            return {"refused": error.code}
        return {name: record[name] for name in (*PAY, *SAID)}
