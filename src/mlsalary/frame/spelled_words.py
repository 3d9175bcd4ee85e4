"""Words that can be foreseen -> look-up tables, for engines that are asked once and do not tell
their texts: every spelling of a word, companies and their ladders, the commonest titles."""

from __future__ import annotations

from collections.abc import Iterator

from mlsalary.engine.employed import own_company
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.words import keyed, mask_of
from mlsalary.profile import WORDS
from mlsalary.reading.companies import listed
from mlsalary.reading.ladders import (
    Ladder,
    common_ladder,
    ladder_of,
    ladders,
    levels_on,
    rank_said,
)
from mlsalary.reading.phrases import FILE as TITLES
from mlsalary.reading.ranks import concerned, highest
from mlsalary.reading.titles import read_title
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary


def spelled(book: Rulebook) -> list[Lookup]:
    """The tables: companies first, whose ladder the levels are joined on."""
    kinds = [_spellings(book, one.name) for one in WORDS if not one.several]
    return [_companies(book), _own_levels(book), *kinds, _titles(book), _own_titles(book)]


def _spellings(book: Rulebook, kind: str) -> Lookup:
    """How people write a word of one kind -> its key, null for what has no answer, and codes."""
    known = vocabulary(book)
    rows = dict.fromkeys(sorted(known.nothing), ("", "", ""))
    if kind == "level":
        rows |= {word: (level, "level_read;", "") for word, level in _common(book)}
    for word, key in known.spellings[kind].items():
        guess = f"{kind}_read;" if word in known.notes[kind] else ""
        rows[word] = (str(key), guess, "")
    for word in known.not_covered[kind]:
        rows[word] = ("", "", f"{kind}_not_covered")
    names = [f"{PREFIX}{kind}_{name}" for name in ("key", "read", "refused")]
    plain = ((word, *cells) for word, cells in rows.items())
    return Lookup.of(f"{kind}_words", keyed([kind]), names, plain)


def _companies(book: Rulebook) -> Lookup:
    """A company by every name of it -> its kind of employer, its ladder, and its own name where
    it has effects of its own; empty where none."""
    model = Model.of(book)
    rows = [
        (
            name,
            str(company.employer or ""),
            ladder.row["id"] if ladder else "",
            own_company(company.name, company.employer, book, model) or "",
        )
        for name, company in listed(book).items()
        for ladder in (ladder_of(company.name, book),)
    ]
    names = [f"{PREFIX}{name}" for name in ("company_employer", "ladder", "company_priced")]
    return Lookup.of("companies", keyed(["company"]), names, rows)


def _own_levels(book: Rulebook) -> Lookup:
    """A ladder and a word on it -> the level, and whether it is a key of ours, which means another
    level there where it is told as the company's word alone."""
    known = vocabulary(book)
    said = {*known.spellings["level"], *(word for word, _ in _common(book))}
    ranks = [(word, rank_said(word, book)) for word in sorted(said)]
    rows = []
    for name, ladder in ladders(book).items():
        own = dict(_words(ladder, book))
        others = ((word, levels_on(ladder, word, book)) for word in sorted(said - own.keys()))
        own |= {word: str(highest(levels, "", book).value) for word, levels in others if levels}
        ranked = {
            word: str(ladder.ranks[rank])
            for word, rank in ranks
            if rank is not None and rank in ladder.ranks and word not in own
        }
        rows += [(name, word, level, 0) for word, level in own.items()]
        rows += [(name, word, level, int(word in known.levels)) for word, level in ranked.items()]
    names = [f"{PREFIX}own_level", f"{PREFIX}own_key"]
    keys = [f"{PREFIX}ladder", *keyed(["level"])]
    return Lookup.of("own_levels", keys, names, rows, integers=[names[1]])


def _common(book: Rulebook) -> list[tuple[str, str]]:
    """What such words usually mean."""
    common = common_ladder(book)
    return [] if common is None else [*_words(common, book)]


def _words(ladder: Ladder, book: Rulebook) -> Iterator[tuple[str, str]]:
    """Each word of a ladder, folded, and its level."""
    for level in vocabulary(book).levels:
        yield from ((folded(word), str(level)) for word in ladder.row.get(level, ()))


def _titles(book: Rulebook) -> Lookup:
    """The commonest titles, folded -> what each tells: level, specializations, role, and the code
    of what is not covered."""
    rows = []
    for title in foreseen_titles(book):
        told = read_title(title, None, book)
        if told.ours:
            rows.append(
                (
                    folded(title),
                    str(told.level.value) if told.level else "",
                    mask_of(told.specs.value, book) if told.specs else 0,
                    str(told.role.value) if told.role else "",
                    "level_not_covered" if told.refused else "",
                )
            )
    names = [f"{PREFIX}title_{name}" for name in ("level", "specs", "role", "refused")]
    return Lookup.of("titles", keyed(["title"]), names, rows, integers=[f"{PREFIX}title_specs"])


def _own_titles(book: Rulebook) -> Lookup:
    """A ladder and a foreseen title -> the level there, where it is not what it is elsewhere."""
    rows = []
    for title in foreseen_titles(book):
        usual = read_title(title, None, book).level
        for name, ladder in concerned(title, ladders(book), book):
            own = read_title(title, ladder, book).level
            if (own.value if own else None) != (usual.value if usual else None):
                rows.append((name, folded(title), str(own.value) if own else ""))
    names = [f"{PREFIX}own_title_level"]
    return Lookup.of("own_titles", [f"{PREFIX}ladder", *keyed(["title"])], names, rows)


def foreseen_titles(book: Rulebook) -> list[str]:
    """Jobs with what usually stands before or behind them."""
    words = book.toml(TITLES)["foreseen"]
    titles = [*words["whole"]]
    for job in words["jobs"]:
        titles += [f"{before} {job}" for before in words["before"]]
        titles += [job, *(f"{job} {behind}" for behind in words["behind"])]
    return list({folded(title): title for title in titles}.values())
