"""help(mlsalary.NAME): what it is, in which units, what it raises, and an example that runs."""

from __future__ import annotations

import doctest
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import polars
import pytest

import mlsalary
from mlsalary import BadDataError, NotFoundError, Offer, Profile, Rulebook, UsageError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import api_page  # noqa: E402  (scripts/ is no package)

NAMES = [name for name in mlsalary.__all__ if name != "__version__"]
ERROR_NAMES = {name for name in NAMES if name.endswith(("Error", "Warning"))}
WITHOUT_MONEY = {"Profile", "Rulebook"} | ERROR_NAMES
SAID = re.compile(r"\b[A-Z][A-Za-z]+Error\b")

NOBODY, SOMEBODY = Profile(), Profile(years=5)
LOST = Profile(years=5, metro="Xyzzyville")
EMPTY = Rulebook(Path("no-such-folder"))
TABLE = polars.DataFrame({"years": [5]})

# What each name raises, and a call that makes it do so.
RAISES: dict[str, dict[type[Exception], Callable[[], object]]] = {
    "estimate": {
        UsageError: lambda: mlsalary.estimate(NOBODY),
        NotFoundError: lambda: mlsalary.estimate(LOST),
        BadDataError: lambda: mlsalary.estimate(SOMEBODY, EMPTY),
    },
    "estimate_frame": {
        UsageError: lambda: mlsalary.estimate_frame("people.csv"),
        NotFoundError: lambda: mlsalary.estimate_frame(TABLE, bls="1999"),
        BadDataError: lambda: mlsalary.estimate_frame(TABLE.rename({"years": "tenure"})),
    },
    "compare": {
        UsageError: lambda: mlsalary.compare([]),
        NotFoundError: lambda: mlsalary.compare(LOST),
        BadDataError: lambda: mlsalary.compare(SOMEBODY, book=EMPTY),
    },
    "judge_offer": {
        UsageError: lambda: mlsalary.judge_offer(Offer(SOMEBODY, "plenty")),
        NotFoundError: lambda: mlsalary.judge_offer(Offer(LOST, "190k")),
        BadDataError: lambda: mlsalary.judge_offer(Offer(SOMEBODY, "190k"), EMPTY),
    },
    "compare_offers": {
        UsageError: lambda: mlsalary.compare_offers([Offer(SOMEBODY, "190k")]),
        NotFoundError: lambda: mlsalary.compare_offers([Offer(LOST, "190k")] * 2),
        BadDataError: lambda: mlsalary.compare_offers([Offer(SOMEBODY, "190k")] * 2, EMPTY),
    },
    "place_posted": {
        UsageError: lambda: mlsalary.place_posted("plenty", SOMEBODY),
        NotFoundError: lambda: mlsalary.place_posted("130k-242k", LOST),
        BadDataError: lambda: mlsalary.place_posted("130k-242k", SOMEBODY, EMPTY),
    },
    "target": {
        UsageError: lambda: mlsalary.target("plenty", SOMEBODY),
        NotFoundError: lambda: mlsalary.target("300k", LOST),
        BadDataError: lambda: mlsalary.target("300k", SOMEBODY, book=EMPTY),
    },
    "path": {
        UsageError: lambda: mlsalary.path(Profile(years=500)),
        NotFoundError: lambda: mlsalary.path(LOST),
        BadDataError: lambda: mlsalary.path(SOMEBODY, EMPTY),
    },
    "brief": {
        UsageError: lambda: mlsalary.brief(SOMEBODY, Offer(NOBODY, "190k")),
        NotFoundError: lambda: mlsalary.brief(LOST),
        BadDataError: lambda: mlsalary.brief(SOMEBODY, book=EMPTY),
    },
    "Profile": {UsageError: lambda: Profile(years=-1)},
    "Offer": {UsageError: lambda: Offer(SOMEBODY, b"190k")},  # type: ignore[arg-type]
    "Rulebook": {
        BadDataError: lambda: Rulebook.overlay("no-such-folder"),
        UsageError: lambda: Rulebook.overlay(None),  # type: ignore[arg-type]
    },
}


def doc(name: str) -> str:
    return inspect.getdoc(getattr(mlsalary, name)) or ""


def failures(name: str, text: str) -> int:
    """How many examples of a docstring do not print what stands below them."""
    runner = doctest.DocTestRunner()
    runner.run(doctest.DocTestParser().get_doctest(text, {}, name, None, 0))
    return runner.summarize(verbose=False).failed


def fields_of(kind: type) -> Iterator[str]:
    if is_dataclass(kind):
        yield from (field.name for field in fields(kind))
    yield from getattr(kind, "_fields", ())


@pytest.mark.parametrize("name", ["", *NAMES])
def test_every_example_runs(name: str) -> None:
    text = doc(name) if name else inspect.getdoc(mlsalary) or ""
    assert ">>> " in text, "there is no example"
    assert failures(name, text) == 0


@pytest.mark.parametrize("name", NAMES)
def test_every_name_says_its_units(name: str) -> None:
    assert ("US dollars" in doc(name)) == (name not in WITHOUT_MONEY)


@pytest.mark.parametrize("name", sorted(set(NAMES) - ERROR_NAMES))
def test_what_a_name_says_it_raises_is_what_it_raises(name: str) -> None:
    text = doc(name).partition(">>>")[0]
    assert set(SAID.findall(text)) == {error.__name__ for error in RAISES.get(name, {})}
    for error, call in RAISES.get(name, {}).items():
        with pytest.raises(error):
            call()


def test_every_function_says_what_it_raises_and_whose_the_figures_are() -> None:
    functions = {name for name in NAMES if inspect.isfunction(getattr(mlsalary, name))}
    assert functions <= set(RAISES)
    assert {name for name in functions if not re.search("[Ss]ource|cite", doc(name))} == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name[0].isupper()])
def test_every_field_and_method_is_described(name: str) -> None:
    kind: Any = getattr(mlsalary, name)
    described = re.findall(r"^([a-z0-9_, ]+):", doc(name), re.MULTILINE)
    known = {field.strip() for line in described for field in line.split(",")}
    assert set(fields_of(kind)) <= known
    for method in vars(kind):
        if callable(getattr(kind, method)) and not method.startswith("_"):
            assert inspect.getdoc(getattr(kind, method)), f"{method} of {name}"


def test_the_page_of_the_library_is_made_from_the_docstrings() -> None:
    again = "run scripts/api_page.py"
    assert api_page.PAGE.read_text(encoding="utf-8") == api_page.page(), again
