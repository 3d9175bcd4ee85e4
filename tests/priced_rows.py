"""Many rows as people write them, and what the single estimate says of each."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Any

from known_words import VOCABULARY

from mlsalary.engine import estimate
from mlsalary.errors import MlsalaryError
from mlsalary.profile import SINGLE, Profile
from mlsalary.results import guessed
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()  # one for all tests: places that are told beforehand take seconds
PAY = [f"{name}_{p}" for name in ("base", "total") for p in ("p10", "p25", "p50", "p75", "p90")]
SAID = ["place", "place_match", "warnings"]

LEVELS = ["", "", "", "entry", "Mid", "SR", " senior ", "principal", "Team Lead", "vp", "chief",
          "director", "new_grad", "Entry - Level", "L5", "SDE II", "ic3", "associate", "II", "n/a",
          "intern", "wizard"]  # fmt: skip
SPECS = ["", "", "llm", "LLM", "cv;nlp", "GenAI; mlops", "computer  vision", "rl,llm", "none",
         "generalist;nlp", ";;llm;", "Large Language Models", "platform ; reinforcement_learning",
         "RAG / agents", "speech and pytorch", "recsys;cv", "llm;quantum"]  # fmt: skip
DEGREES = ["", "", "bs", "Masters", "PhD", "Ph.D.", "doctorate", "Bachelor's", "Master’s Degree",
           "some college", "N/A", "diploma"]  # fmt: skip
EMPLOYERS = ["", "", "FAANG", "big_tech", "tech", "Start-up", "enterprise", "Non Tech", "guild"]
NOTHING = ("", "n/a")
COMPANIES = ["", "", "", "Google", "meta", "Amazon", "Acme"]
ROLES = ["", "", "", "engineer", "Data Scientist", "unknown", "nurse"]
TITLES = ["", "", "", "", "ML Engineer", "Senior Data Scientist", "Account executive", ""]
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
    ("Paris, France", "", "", ""), ("North of Boston", "", "", ""), ("", "00000", "", ""),
    ("Denver-Aurora-Broomfield, CO", "", "", ""), ("Cañon City, CO", "", "", ""),
    ("", "", "", "Cascadia"), ("Atlantis, GA", "", "", ""), ("San Juan, PR", "", "", ""),
]  # fmt: skip


def rows(count: int, seed: int, *, hard: bool = True, titles: bool = False) -> list[dict[str, Any]]:
    """Rows of text, years as numbers or None. ``hard`` adds places of the second list and words
    that are refused; titles: of jobs, which not every engine reads."""
    dice = random.Random(seed)
    places = PLACES + (HARD_PLACES if hard else [])

    def pick(words: list[str]) -> str:
        refused = 2 if words is LEVELS else 1
        return dice.choice(words if hard else words[:-refused])

    made = []
    for _ in range(count):
        metro, zip_code, city, state = dice.choice(places)
        years = dice.choice([None, 0.0, float(dice.randint(0, 40)), round(dice.uniform(0, 30), 3)])
        level = pick(LEVELS)
        if not hard and years is None and level in NOTHING:
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
                "country": dice.choice(["", "", "US", "united states"]),
                "spec": pick(SPECS),
                **{name: pick(WORDS[name]) for name in SINGLE if name != "level"},
                "company_level": "" if dice.random() < 0.8 else pick(LEVELS[:-2]),
                "company": pick(COMPANIES),
                "role": pick(ROLES),
                "title": pick(TITLES) if titles else "",
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
        try:
            told, left = _without_unread(_told(row), self.settings)
            answer = estimate(Profile(**told, **self.settings), BOOK)
        except MlsalaryError as error:
            return {"refused": error.code}
        codes = [*guessed(answer.read), *left, *(notice.code for notice in answer.warnings)]
        record = answer.records()[0] | {"warnings": ";".join(codes)}
        return {name: record[name] for name in (*PAY, *SAID)}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """What a row says of a profile."""
    words = (*SINGLE, "role", "company", "title", "state", "as_of")
    told: dict[str, Any] = {name: str(row.get(name) or "").strip() or None for name in words}
    typed = [str(row.get(name) or "").strip() for name in ("metro", "zip", "city")]
    return told | {
        "years": row["years"],
        "metro": next((text for text in typed if text), None),
        "spec": [text for text in (row.get("spec") or "").split(";") if text.strip()],
        "level": _level(told["level"], row.get("company_level"), told["company"]),
    }


def _level(*texts_and_company: str | None) -> str | None:
    """The first text that can be read as a level, else the first there is."""
    *texts, company = texts_and_company
    said = [text.strip() for text in texts if text and text.strip().casefold() not in NOTHING]
    readable = (text for text in said if _is_level(text, company))
    return next(readable, said[0] if said else None)


def _is_level(text: str, company: str | None) -> bool:
    wrong = _refusal(level=text, company=company)
    return wrong is None or wrong.code != "level_not_found"


@lru_cache(maxsize=100_000)  # a few words, by the ten thousand rows
def _refusal(**asked: Any) -> MlsalaryError | None:
    try:
        estimate(Profile(**asked), BOOK)
    except MlsalaryError as error:
        return error
    return None


def _tells_level(told: dict[str, Any]) -> bool:
    """Whether the level, else the title, tells one."""
    asked = {name: told[name] for name in ("level", "company", "title")}
    return not _refusal(**asked)


def _without_unread(
    told: dict[str, Any], settings: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The same without the optional words that a single estimate refuses one by one, and their
    codes; what cannot be priced without such a word raises its error."""
    left: list[str] = []

    def tried(**asked: Any) -> MlsalaryError | None:
        return _refusal(**asked, **settings)

    if told["level"] is not None:
        wrong = tried(level=told["level"], company=told["company"])
        if wrong and wrong.code == "level_not_found":
            bare = {"level": None, "role": None, "spec": ()}
            missing = tried(**told | bare | _NO_WORDS)
            if missing:
                raise wrong if missing.code == "years_or_level" else missing
            told, left = told | {"level": None}, [wrong.code]
    if told["years"] is not None and _tells_level(told):
        wrong = tried(years=told["years"])
        if wrong and wrong.code == "bad_years":
            told, left = told | {"years": None}, [*left, wrong.code]
    known = [text for text in told["spec"] if not tried(years=5, spec=text)]
    for field in ("role", "spec", *_NO_WORDS):
        if field == "spec" and len(known) < len(told["spec"]):
            told, left = told | {"spec": known}, [*left, "spec_not_found"]
        elif field != "spec" and (wrong := tried(years=5, **{field: told[field]})):
            told, left = told | {field: None}, [*left, wrong.code]
    return told, left


_NO_WORDS = {name: None for name in SINGLE if name != "level"}
