"""Text in columns, brought to the keys that the look-up tables are written in.

The patterns hold no backslash and only what every engine's regular expressions know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import narwhals as nw

from mlsalary.frame.lookup import PREFIX
from mlsalary.places.names import APOSTROPHES, COMPASS, SHORT
from mlsalary.places.words import PlaceWords
from mlsalary.vocabulary import Vocabulary

_DROPPED = "[.'’‘`´]"
_GAPS = "[ \t\u00a0\u2009\u202f\u3000_‐‑‒–—−-]+"
_ACCENTS = {"á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ü": "u", "ñ": "n"}
_ACCENTS |= {"ā": "a", "ē": "e", "ī": "i", "ō": "o", "ū": "u"}  # of Hawaii
# Not so many digits that the cast to a number would fail: PostgreSQL stops at the first that does.
_NUMBER = "^[+]?([0-9]{1,99}[.]?[0-9]{0,99}|[.][0-9]{1,99})([eE][+-]?[0-9]{1,2})?$"


def stripped(column: nw.Expr) -> nw.Expr:
    """Text without blanks around it; nothing is the empty text."""
    return column.cast(nw.String).str.strip_chars().fill_null("")


def number(text: nw.Expr) -> nw.Expr:
    """Stripped text as a number, null where it is none."""
    fits = text.str.contains(_NUMBER)
    return nw.when(fits).then(text).otherwise(nw.lit(None, nw.String)).cast(nw.Float64)


def folded(text: nw.Expr) -> nw.Expr:
    """As spelling.py folds a word: lower case, no dots and apostrophes, one hyphen for each gap."""
    hyphened = text.str.to_lowercase().str.replace_all(_DROPPED, "").str.replace_all(_GAPS, "-")
    return hyphened.str.replace_all("^-|-$", "")


def company(text: nw.Expr, endings: str) -> nw.Expr:
    """As rulebook/company_names.py compares names; endings: its pattern for legal forms."""
    plain = folded(text).str.replace_all("[^a-z0-9-]", "").str.replace_all("-+", "-")
    plain = plain.str.replace_all("^-|-$", "").str.replace_all("-and-", "-", literal=True)
    return plain.str.replace_all("^the-", "").str.replace_all(endings, "").str.replace_all("-", "")


def without_unit(text: nw.Expr, units: Iterable[str]) -> nw.Expr:
    """A number without its unit: "5 years", "5+ yrs", "5y"."""
    return text.str.to_lowercase().str.replace_all(f"[ -]*({_one_of(units)})$", "")


def specs(text: nw.Expr, known: Vocabulary) -> dict[str, nw.Expr]:
    """The specializations that a text names: ``specs``, the key of the table of premiums;
    ``spec_read``, a code where a word can mean several things; ``spec_unread``, 1 where one means
    none."""
    listed = folded(text).str.replace_all("-*[,;/|+&]-*|-and-", ";;")
    marked = nw.concat_str([nw.lit(";"), listed, nw.lit(";")])
    spelled = known.spellings["spec"]
    mask = nw.lit(0)
    for place, spec in enumerate(known.words["spec"]):
        aliases = _one_of(alias for alias, word in spelled.items() if word == spec)
        named = marked.str.contains(f";({aliases});")
        mask = mask + nw.when(named).then(nw.lit(2**place)).otherwise(nw.lit(0))
    silent = [*spelled, *known.generalist, *known.nothing]
    unknown = marked.str.replace_all(f";({_one_of(silent)})?;", "")
    guessed = marked.str.contains(f";({_one_of(known.notes['spec'])});")
    return {
        "specs": mask,
        "spec_read": nw.when(guessed).then(nw.lit("spec_read;")).otherwise(nw.lit("")),
        "spec_unread": nw.when(unknown == "").then(nw.lit(0)).otherwise(nw.lit(1)),
    }


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, letter by letter, without a backslash."""
    return "|".join(
        "".join(c if c.isalnum() or c == "-" else f"[{c}]" for c in word)
        for word in sorted({*filter(None, words)})
    )


def place_key(text: nw.Expr) -> nw.Expr:
    """Near places.names.key: what differs (rarer accents, a dot amid a word) is no exact match."""
    plain = text.str.to_lowercase()
    for accented, letter in _ACCENTS.items():
        plain = plain.str.replace_all(accented, letter, literal=True)
    plain = plain.str.replace_all(f"[{APOSTROPHES}]", "").str.replace_all(".", "", literal=True)
    plain = plain.str.replace_all("&", " and ", literal=True)
    spaced = _between_blanks(plain.str.replace_all("[^a-z0-9]+", " ").str.strip_chars())
    for initial, word in COMPASS.items():
        spaced = spaced.str.replace_all(f"^ {initial} ", f" {word} ")
    for word, short in SHORT.items():
        spaced = spaced.str.replace_all(f" {word} ", f" {short} ", literal=True)
    return spaced.str.strip_chars()


def _between_blanks(text: nw.Expr) -> nw.Expr:
    return nw.concat_str([nw.lit(" "), text, nw.lit(" ")])


def bare_place(text: nw.Expr, told: PlaceWords) -> nw.Expr:
    """A place in small letters without the country behind it and the work mode on either side:
    ``Remote - Austin, TX``, ``Austin, TX (Hybrid), United States``."""
    country, mode = _country(told), _one_of(_spelled(told.anywhere | told.onsite))
    bare = text.str.to_lowercase().str.replace_all("[ ,;]+$", "")
    bare = bare.str.replace_all(f"[ ,(-]+({country})[)]?$", "")
    bare = bare.str.replace_all(f"([ ]+[-–][ ]+|[ ]*[,;/|(][ ]*| or )({mode})[)]?$", "")
    bare = bare.str.replace_all(f"[ ,-]+({country})$", "")
    return bare.str.replace_all(f"^({mode})([ ]+[-–][ ]+|[ ]*[:;/|(][ ]*|[ ]*, | in | or )", "")


def without_country(bare: nw.Expr, told: PlaceWords) -> nw.Expr:
    """A bare place without the country in front: ``US, TX, Houston``."""
    return bare.str.replace_all(f"^({_country(told)})[ ,.-]+", "")


def state_behind(rest: nw.Expr, states: Iterable[str]) -> nw.Expr:
    """What stood behind the country, its state behind it: ``tx, houston`` -> ``houston, tx``.
    states: two letters each."""
    stated = rest.str.slice(0, 2).is_in(sorted(one.lower() for one in states))
    first = rest.str.contains("^[a-z][a-z][ ,-]+[a-z]") & ~rest.str.contains(",[ ]*[a-z][a-z]$")
    behind = nw.concat_str([rest.str.slice(3), nw.lit(", "), rest.str.slice(0, 2)])
    return nw.when(stated & first).then(behind).otherwise(rest)


def _country(told: PlaceWords) -> str:
    return _one_of(_spelled(told.country))


def _spelled(phrases: Iterable[str]) -> Iterator[str]:
    """Phrases as keys, and with a hyphen or dots where people put them."""
    for phrase in phrases:
        yield phrase
        yield phrase.replace(" ", "-")
        if set(map(len, phrase.split())) == {1}:
            yield from (phrase.replace(" ", "."), f"{phrase.replace(' ', '.')}.")


def zip_of(text: nw.Expr) -> nw.Expr:
    """The ZIP or area code in a text, else the text: 95112-1234, 2139, "San Jose, CA 95112"."""
    text = text.str.replace_all("[.]0$", "")
    nine = text.str.contains("(^|[ ,])[0-9]{5}-[0-9]{4}$")
    text = nw.when(nine).then(text.str.replace_all("-[0-9]{4}$", "")).otherwise(text)
    short, last = text.str.contains("^[0-9]{4}$"), text.str.contains("[ ,][0-9]{5}$")
    padded = nw.concat_str([nw.lit("0"), text])
    tail = text.str.replace_all("^.*[ ,]", "")
    return nw.when(short).then(padded).otherwise(nw.when(last).then(tail).otherwise(text))


def without_zip(text: nw.Expr) -> nw.Expr:
    """A text without the ZIP code behind it."""
    return text.str.replace_all("[ ,]*[0-9]{5}(-[0-9]{4})?([.]0)?$", "")


def head_and_tail(text: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    """What stands before and after the last comma; without a comma the tail is empty."""
    comma = text.str.contains(",", literal=True)
    tail = nw.when(comma).then(text.str.replace_all("^.*,", "")).otherwise(nw.lit(""))
    return text.str.replace_all(",[^,]*$", ""), tail


def col(name: str) -> nw.Expr:
    """One of the columns that are joined to a caller's table."""
    return nw.col(f"{PREFIX}{name}")


def flag(condition: nw.Expr) -> nw.Expr:
    """1 where the condition holds, else 0."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))
