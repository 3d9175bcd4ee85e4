"""What is asked: one person's job, in the words that were typed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Generic, NamedTuple, TypeAlias, TypedDict, TypeVar, cast

from mlsalary import values
from mlsalary.errors import UsageError
from mlsalary.spelling import one_line


class Word(str):
    """The key of a level, a specialization, a degree or a kind of employer, which it equals, with
    what it is called.

    name: in a sentence. short: where room is short. like: the word by whose figures it is priced,
    where it has none of its own.
    """

    __slots__ = ("like", "name", "short")
    name: str
    short: str
    like: Word | None

    def __new__(cls, key: str, name: str, short: str = "", like: Word | None = None) -> Word:
        word = super().__new__(cls, key)
        word.name, word.short, word.like = name, short or str(key), like
        return word

    def __getnewargs__(self) -> tuple[str, str, str, Word | None]:  # type: ignore[override]
        return str(self), self.name, self.short, self.like


def short(key: str) -> str:
    """What a key is called where room is short."""
    return key.short if isinstance(key, Word) else key


def named(key: str) -> str:
    """What a key is called in a sentence."""
    return key.name if isinstance(key, Word) else key


def priced_as(key: str) -> str:
    """The key under which a key's figures stand."""
    return key.like or key if isinstance(key, Word) else key


class Asked(NamedTuple):
    """A field of a profile, as options, columns, messages and schemas need it.

    help: for the option; ``{words}`` are the keys of its ``vocabulary``. columns: what a table of
    profiles may say it in, the first that is filled counts. several: whether it holds any number.
    called, plural: what a word of it is, and several. unsaid: what stands where none is told.
    """

    name: str
    help: str
    columns: tuple[str, ...]
    vocabulary: str | None
    several: bool
    called: str
    plural: str
    unsaid: str
    default: Any

    def said(self, words: str) -> str:
        """What it is, with the words that it may hold and its default."""
        usual = f" Default: {self.default}." if self.default else ""
        return self.help.format(words=words) + usual


def _asked(
    help_: str,
    *columns: str,
    vocabulary: str | None = None,
    several: bool = False,
    called: str = "",
    plural: str = "",
    unsaid: str = "",
    default: Any = None,
) -> Any:
    about = {
        "help": help_,
        "columns": columns,
        "vocabulary": vocabulary,
        "several": several,
        "called": called or vocabulary or "",
        "plural": plural or f"{called or vocabulary}s",
        "unsaid": unsaid or f"any {called or vocabulary}",
    }
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True)
class Profile:
    """A job to price; years or level must be said, the rest may be left out.

    years: total years of experience, 0 or more; also as people write them: "5+", "18 months".
    level: entry, mid, senior, staff, or lead, director, vp, chief; aliases such as "junior" hold,
        and with a company its own words: "L5".
    role: engineer or scientist. None: as the title says, else engineer.
    company: any name; one that is listed gives the kind of employer where that is not given, and
        what its own words for levels mean.
    title: the title of the job; it gives level, specializations and role where they are not given.
    metro: a metro, a city ("Mountain View, CA"), a nickname, a ZIP or a CBSA code.
    state: a name or two letters.
    spec: specializations: llm, cv, nlp, mlops, rl; one text or several.
    degree: bachelors, masters or phd. None: unknown.
    employer: big-tech, tech, startup, enterprise, lab, top-tech, mega-tech or public-sector; the
        name of a company counts as ``company``. None: unknown.
    as_of: the month in whose dollars the answer is wanted: "2025-05", "May 2025", "5/1/2025",
        "now". None: today's, by the rulebook.
    bls: the BLS release that the bands are pegged to. None: the guide's own.
    bands: "reported", the guide's bands and what is reported at each level over them, or "guide",
        the bands as they are.
    premiums: "guide", "measured" or "none".

    All is kept as it is typed: what it means is up to the rulebook that prices it. Raises
    UsageError for years that are a number and no amount of experience, and for a value that is
    neither text nor a number.

    >>> from mlsalary import Profile
    >>> Profile(years=5, metro="San Jose", spec="llm,nlp").specs
    ('llm', 'nlp')
    >>> Profile(years=5, metro="San Jose")
    Profile(years=5.0, metro='San Jose')
    """

    years: float | str | None = _asked("Years of experience: 5, 5+, 3-5, 18 months.", "years")
    level: str | None = _asked(
        "{words}; with --company also its own word, L5.",
        "level",
        "company_level",
        vocabulary="level",
        unsaid="level by years",
    )
    role: str | None = _asked(
        "{words}. Default: by the title, else engineer.", "role", vocabulary="role"
    )
    company: str | None = _asked(
        "Name of the company: gives the kind of employer and the meaning of L5.", "company"
    )
    title: str | None = _asked("Title of the job: gives level, specialization and role.", "title")
    metro: str | None = _asked(
        "Metro, city, nickname, ZIP or CBSA code. Default: national.",
        "metro",
        "zip",
        "city",
        "country",
    )
    state: str | None = _asked("State: its name or two letters.", "state")
    spec: tuple[str, ...] | str | Iterable[str] = _asked(
        "{words}.",
        "spec",
        vocabulary="spec",
        several=True,
        called="specialization",
        plural="specializations",
        unsaid="generalist",
        default=(),
    )
    degree: str | None = _asked("{words}.", "degree", vocabulary="degree")
    employer: str | None = _asked(
        "{words}.", "employer", vocabulary="employer", plural="kinds of employer"
    )
    as_of: str | None = _asked("Answer in the dollars of a month: 2025-05, now.", "as_of")
    bls: str | None = _asked("Peg the bands to this BLS release, YYYY.")
    bands: str = _asked(
        "Bands of the levels: {words}.",
        vocabulary="bands",
        called="kind of bands",
        default="reported",
    )
    premiums: str = _asked(
        "Premiums of specializations: {words}.",
        vocabulary="premiums",
        called="kind of premiums",
        default="guide",
    )

    def __post_init__(self) -> None:
        settle = object.__setattr__
        for name in _PLAIN:
            given = getattr(self, name)
            if given is not None and not isinstance(given, str):
                settle(self, name, values.text(name, given))
        settle(self, "bands", self.bands or "reported")
        settle(self, "premiums", self.premiums or "guide")
        settle(self, "years", _years(self.years))
        settle(self, "spec", _texts(self.spec))

    @property
    def experience(self) -> float | None:
        """Years as a number; None where none are told, or not yet read."""
        return None if isinstance(self.years, str) else self.years

    @property
    def specs(self) -> tuple[str, ...]:
        """The specializations, which ``spec`` may be given as one text."""
        return cast(tuple[str, ...], self.spec)  # it is by now

    def to_dict(self) -> dict[str, Any]:
        """The profile as plain values, specializations as a list."""
        plain = {one.name: getattr(self, one.name) for one in FIELDS}
        return plain | {"spec": list(self.specs)}

    def __repr__(self) -> str:
        return only_said(self)


_Years = TypeVar("_Years")
_Text = TypeVar("_Text")
_Spec = TypeVar("_Spec")


class Fields(TypedDict, Generic[_Years, _Text, _Spec], total=False):
    """The same fields as what a function takes by name: types checkers and editors read them."""

    years: _Years
    level: _Text
    role: _Text
    company: _Text
    title: _Text
    metro: _Text
    state: _Text
    spec: _Spec
    degree: _Text
    employer: _Text
    as_of: _Text
    bls: _Text
    bands: _Text
    premiums: _Text


ProfileFields: TypeAlias = Fields[float | str | None, str | None, Iterable[str] | None]
"""Those of one profile; a text is iterable too."""
Choices: TypeAlias = Fields[
    float | str | Iterable[float | str] | None,
    Iterable[str] | None,
    Iterable[str | Sequence[str]] | None,
]
"""One value of each field, or several to choose from."""


def only_said(record: Any) -> str:
    """A data class as it would be written, without the fields that have their default."""
    said = ((one, getattr(record, one.name)) for one in fields(record))
    shown = (f"{one.name}={value!r}" for one, value in said if value != one.default)
    return f"{type(record).__name__}({', '.join(shown)})"


FIELDS = tuple(Asked(one.name, default=one.default, **one.metadata) for one in fields(Profile))
"""The fields of a profile, in order: what options, tables and schemas know of them."""

_PLAIN = tuple(one.name for one in FIELDS if one.name not in ("years", "spec"))

COLUMNS = tuple(column for one in FIELDS for column in one.columns)
"""The columns in which a table of profiles may say them."""

WORDS = tuple(one for one in FIELDS if one.vocabulary and one.columns)
"""The fields whose words say what somebody is, in a table too: a rule may hang on each."""

WORD_COLUMNS = (*(column for one in WORDS for column in one.columns), "company", "title")
"""The columns of a table that say what somebody is."""

SINGLE = tuple(one.name for one in WORDS if not one.several)
"""Those that hold one word each."""

RANKED = ("metro", "state", *(one.name for one in WORDS))
"""The fields of which every value can be asked for at once."""


def _years(given: float | str | None) -> float | str | None:
    """A number where it is one; a text as it stands, for whoever reads it."""
    given = values.amount("years", given)
    if given is None or isinstance(given, str):
        return given
    years = math.nan if isinstance(given, bool) else float(given)
    if not math.isfinite(years) or years < 0:
        raise UsageError(
            "bad_years",
            f"{one_line(given)} years is not an amount of experience. "
            "Give 0 or more, in digits, such as --years 5.",
        )
    return years


def _texts(given: object) -> tuple[str, ...]:
    """Words that may stand in one text, parted by commas or semicolons."""
    parted: list[str] = []
    given = values.plain(given)
    alone = given is None or isinstance(given, str | int | float)
    texts = [given] if alone else values.several("spec", given)
    for text in (values.text("spec", one) for one in texts):
        if not text:
            continue
        plain = isinstance(text, Word) or not ("," in text or ";" in text)
        parted += [text] if plain else text.replace(";", ",").split(",")
    return tuple(parted)
