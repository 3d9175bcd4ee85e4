"""What the columns of a table are: our names, however they are written, and their aliases."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from mlsalary.errors import BadDataError
from mlsalary.figures import listed
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.spelling import alike, one_line, quoted

FILE = "reading.toml"
Holds = Callable[[str, str], bool]
"""Whether what stands in a column of theirs can be read as a field of ours."""


class Headers(NamedTuple):
    """found: ours -> theirs. likely: columns that look like one of ours and are not used, theirs ->
    ours. others: the rest of them."""

    found: dict[str, str]
    likely: Mapping[str, str]
    others: tuple[str, ...]


def read_headers(
    names: Sequence[str],
    wanted: Iterable[str],
    book: Rulebook,
    told: Mapping[str, str] | None = None,
    holds: Holds = lambda theirs, ours: False,
    also: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> Headers:
    """Which column says what: by its own name, whatever its case, blanks and signs, else by an
    alias.

    wanted: the fields that are looked for. told: ours -> theirs, which holds against the names; an
    empty name is no column. holds: asked for aliases that mean a field by what they hold alone.
    also: aliases of fields beyond those of reading.toml.
    BadDataError ``column_ambiguous`` where two columns may mean the same.
    """
    known, plain = _known(book).with_aliases(also), {name: plain_name(name) for name in names}
    told = told or {}
    taken = {theirs for theirs in told.values() if theirs}
    found = {ours: theirs for ours, theirs in told.items() if theirs}
    free = [name for name in dict.fromkeys(names) if name not in taken]
    likely = dict[str, str]()
    for ours in wanted:
        ways = (
            [name for name in free if name == ours],
            [name for name in free if plain[name] == plain_name(ours)],
            [name for name in free if plain[name] in known.aliases.get(ours, ())],
            [
                name
                for name in free
                if plain[name] in known.by_value.get(ours, ()) and holds(name, ours)
            ],
        )
        if ours not in told:
            chosen = next((way for way in ways if way), [])
            if len(chosen) > 1:
                raise _ambiguous(ours, chosen)
            found.update((ours, one) for one in chosen)
        likely |= {name: ours for way in ways for name in way}
    used = set(found.values())
    unused = [name for name in names if name not in used]
    for name in unused:
        spelled = [plain[name]] if plain[name] in known.every else []
        spelled += [one for one, _ in alike(plain[name], known.every, 1)]
        if name not in likely and spelled:
            likely[name] = known.ours(spelled[0])
    return Headers(
        found,
        {name: likely[name] for name in unused if name in likely},
        tuple(name for name in unused if name not in likely),
    )


def plain_name(name: str) -> str:
    """A column's name without case, blanks and signs: ``Years of Experience`` and
    ``yearsofexperience`` are one."""
    folded = unicodedata.normalize("NFKC", str(name)).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def said(found: Mapping[str, str]) -> str:
    """``years from YOE, metro from Location``: which column says what."""
    return ", ".join(
        ours if ours == theirs else f"{ours} from {one_line(theirs)}"
        for ours, theirs in found.items()
    )


class _Known(NamedTuple):
    aliases: Mapping[str, frozenset[str]]
    by_value: Mapping[str, frozenset[str]]
    every: frozenset[str]

    def ours(self, plain: str) -> str:
        """The field that a name of ``every`` may say."""
        parts = (self.aliases, self.by_value)
        of = (ours for part in parts for ours, names in part.items() if plain in names)
        return next(of, plain)

    def with_aliases(self, also: Mapping[str, Iterable[str]]) -> _Known:
        """The same, with further names of fields."""
        more = {ours: frozenset(map(plain_name, (ours, *names))) for ours, names in also.items()}
        aliases = {
            ours: self.aliases.get(ours, frozenset()) | more.get(ours, frozenset())
            for ours in (*self.aliases, *more)
        }
        return self._replace(aliases=aliases, every=self.every.union(*more.values()))


@once_a_book
def _known(book: Rulebook) -> _Known:
    table = book.toml(FILE)
    aliases, by_value = (
        {ours: frozenset(map(plain_name, names)) for ours, names in table[part].items()}
        for part in ("columns", "columns_by_value")
    )
    aliases = {ours: names | {plain_name(ours)} for ours, names in aliases.items()}
    return _Known(aliases, by_value, frozenset().union(*aliases.values(), *by_value.values()))


def _ambiguous(ours: str, chosen: Sequence[str]) -> BadDataError:
    return BadDataError(
        "column_ambiguous",
        f"{listed([quoted(name) for name in chosen])} may each be {ours}. "
        f"Say which one is, such as --map {quoted(f'{ours}={chosen[0]}')}.",
        [f"{ours}={name}" for name in chosen],
    )
