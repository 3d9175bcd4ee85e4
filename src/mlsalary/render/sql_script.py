"""SQL as text: what it is in comments, then its statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from mlsalary.spelling import printable

if TYPE_CHECKING:
    from mlsalary.sql import Script

_UNKNOWN = {"national": "its state, else the nation", "state": "its state, else no estimate"}
SLOW_JIT = "compiling the query takes longer than running it."
KEEPING = "CREATE TABLE ... AS before it, or what your warehouse has, keeps its rows."


def sql_script(script: Script, version: str) -> str:
    """Every statement ends with a semicolon at the end of a line."""
    lookups = (
        "The look-up tables stay, in the schema mlsalary_tables, which is made for them alone. Run "
        "again, the script replaces them."
        if script.lasting
        else "The look-up tables mlsalary_* are temporary: they go with the session."
    )
    sentences = [*heading(script, version), lookups]
    if script.dialect == "postgres":
        sentences.append(
            f"It turns JIT off for the session: {SLOW_JIT} RESET jit; turns it on again."
        )
    comments = commented(sentences)
    return f"{comments}\n{ended(script.lookups)}\n-- The query. {KEEPING}\n{script.query};\n"


def heading(script: Script, version: str) -> Iterator[str]:
    """What the query reads, what it adds, and with which settings."""
    settings, pay = script.settings, script.pay
    yield (
        f"Salary estimates for every row of {script.table}, in the SQL of {script.dialect}. "
        f"Written by mlsalary {version}."
    )
    read = (ours if ours == theirs else f"{theirs} ({ours})" for ours, theirs in _read(script))
    yield f"It reads the columns {', '.join(read)}. All others pass through."
    ranks = f", base_percentile and total_percentile of {pay}" if pay is not None else ""
    yield (
        "It adds base_p10, _p25, _p50, _p75, _p90 and total_p10 to total_p90, US dollars a year "
        f"(of {script.dollars}, or of as_of), place, place_match, warnings{ranks}."
    )
    pegged = f" Pegged to BLS {settings.bls}." if settings.bls else ""
    bands = "the guide's" if settings.bands == "guide" else "the guide's, as reported at each level"
    yield (
        f"Bands: {bands}. Wages: BLS {script.release}.{pegged} Premiums: {settings.premiums}. "
        f"In place of an unknown place: {_UNKNOWN.get(settings.fallback or '', 'no estimate')}."
    )


def commented(sentences: Iterable[str]) -> str:
    """Sentences as comments of SQL, each on lines of its own."""
    return "".join(
        f"-- {line}\n" for sentence in sentences for line in wrap(printable(sentence), 96)
    )


def ended(statements: Iterable[str]) -> str:
    """Statements, each with a semicolon at the end of its last line."""
    return "".join(f"{statement};\n" for statement in statements)


def _read(script: Script) -> Iterator[tuple[str, str]]:
    yield from script.columns.items()
    if script.pay is not None:
        yield "pay", script.pay
