"""An error in Python is always one of ours: given whatever, a door answers or says why not."""

from __future__ import annotations

import datetime
import decimal
import fractions
import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mlsalary
from mlsalary import MlsalaryError, Offer, Profile, Rulebook, UsageError
from mlsalary.profile import FIELDS

np: Any = pytest.importorskip("numpy")
pd: Any = pytest.importorskip("pandas")
pl: Any = pytest.importorskip("polars")


class Unprintable:
    """An object that cannot even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no")

    __str__ = __repr__


ODD: dict[str, Any] = {
    "None": None,
    "nothing": "",
    "zero": 0,
    "negative": -1,
    "half": 0.5,
    "huge": 10**5000,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "minus infinity": float("-inf"),
    "True": True,
    "complex": 1j,
    "five": decimal.Decimal("5"),
    "May": datetime.date(2025, 5, 1),
    "bytes": b"5",
    "list": [],
    "list of lists": [["Austin"], [None]],
    "list of None": [None, float("nan")],
    "tuple": ("a", 1, None),
    "dict": {"years": 5},
    "dict by number": {1: 2},
    "set": {"llm"},
    "range": range(3),
    "object": object(),
    "unprintable": Unprintable(),
    "list of unprintable": [Unprintable()],
    "type": Profile,
    "function": len,
    "date": datetime.date(2026, 5, 1),
    "time": datetime.datetime(2026, 5, 1, 12),
    "Decimal": decimal.Decimal("5.5"),
    "Decimal NaN": decimal.Decimal("sNaN"),
    "huge Decimal": decimal.Decimal("1e999999"),
    "Fraction": fractions.Fraction(1, 3),
    "numpy int": np.int64(5),
    "numpy float": np.float32(5.5),
    "numpy NaN": np.float64("nan"),
    "numpy bool": np.bool_(True),
    "numpy text": np.str_("Austin"),
    "numpy date": np.datetime64("2026-05-01"),
    "numpy NaT": np.datetime64("NaT"),
    "numpy void": np.void(b"abc"),
    "array": np.array([1, 2]),
    "array of no dimension": np.array(5),
    "array of objects": np.array([None, {}], dtype=object),
    "pandas NA": pd.NA,
    "pandas NaT": pd.NaT,
    "pandas time": pd.Timestamp("2026-05-01"),
    "pandas series": pd.Series([1, 2]),
    "pandas frame": pd.DataFrame({"years": [5], "spec": [["llm", 1]]}),
    "pandas frame of objects": pd.DataFrame({"years": [{}], "metro": [object()]}),
    "polars frame": pl.DataFrame({"years": [5], "metro": [b"Austin"]}),
    "polars series": pl.Series([1]),
    "half a character": "\ud800",
    "zero byte": "\0",
    "long": "9" * 5000,
    "path": Path("/nowhere"),
    "Profile": Profile(years=5),
    "Profiles": [Profile(years=5)],
    "Offer": Offer(Profile(years=5), "200k"),
    "Rulebook": Rulebook.shipped(),
}
PERSON: Any = {"years": 5, "metro": "Austin"}
TABLE = pl.DataFrame({"years": [5], "pay": [200_000]})
MADE = mlsalary.estimate(years=5)
# Each public function, class or method, with arguments that work.
DOORS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "estimate": (mlsalary.estimate, PERSON),
    "compare": (mlsalary.compare, PERSON | {"top": 1}),
    "judge_offer": (mlsalary.judge_offer, PERSON | {"base": "200k", "equity": "400k/4y"}),
    "compare_offers": (mlsalary.compare_offers, {"offers": [Offer(Profile(**PERSON), "200k")] * 2}),
    "place_posted": (mlsalary.place_posted, PERSON | {"written": "130k-242k"}),
    "target": (mlsalary.target, PERSON | {"amount": "100k"}),
    "path": (mlsalary.path, PERSON),
    "brief": (mlsalary.brief, PERSON),
    "estimate_frame": (mlsalary.estimate_frame, {"df": TABLE}),
    "Profile": (lambda **told: mlsalary.estimate(Profile(**told)), PERSON),
    "Offer": (
        lambda **told: mlsalary.judge_offer(Offer(**told)),
        {"profile": Profile(**PERSON), "base": "200k", "equity": "400k/4y"},
    ),
    "Rulebook.overlay": (Rulebook.overlay, {"folder": "nowhere"}),
    "Rulebook.over": (Rulebook.over, {"folder": "nowhere"}),
    "Rulebook": (lambda folder: mlsalary.estimate(years=5, book=Rulebook(folder)), {"folder": "x"}),
    "Rulebook.path": (Rulebook.shipped().path, {"name": "limits.toml"}),
    "Rulebook.toml": (Rulebook.shipped().toml, {"name": "limits.toml"}),
    "Rulebook.csv": (Rulebook.shipped().csv, {"name": "oews/areas.csv"}),
    "Rulebook.sum": (Rulebook.shipped().sum, {"name": "limits.toml"}),
    "to_frame": (MADE.to_frame, {"kind": "polars"}),
}
PROFILE = tuple(one.name for one in FIELDS)
OFFER = tuple(one.name for one in fields(Offer))
BY_NAME = {
    "judge_offer": (*OFFER, *PROFILE),
    **dict.fromkeys(("estimate", "compare", "place_posted", "target", "path", "brief"), PROFILE),
    "Profile": PROFILE,
    "Offer": OFFER,
}


def parameters(name: str) -> Iterator[str]:
    """Everything that a door may be given by name, fields of a profile or an offer among them."""
    takes = inspect.signature(DOORS[name][0]).parameters.values()
    yield from dict.fromkeys(
        [
            *(one.name for one in takes if one.kind is not one.VAR_KEYWORD),
            *BY_NAME.get(name, ()),
        ]
    )


def tried(name: str, /, **given: Any) -> MlsalaryError | None:
    """What a door says of such arguments; any other error goes through."""
    door, usual = DOORS[name]
    try:
        door(**usual | given)
    except MlsalaryError as error:
        return error
    return None


EVERY = [(name, parameter) for name in DOORS for parameter in parameters(name)]


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize(("name", "parameter"), EVERY)
def test_an_odd_value_gives_an_answer_or_an_error_of_ours(name: str, parameter: str) -> None:
    for what, value in ODD.items():
        try:
            error = tried(name, **{parameter: value})
        except Exception as error_of_others:
            pytest.fail(f"{name}({parameter}={what}): {error_of_others!r}")
        assert error is None or str(error).strip()


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize(("name", "parameter"), [one for one in EVERY if one[0] in BY_NAME])
@settings(max_examples=15)
@given(value=st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.decimals()))
def test_any_text_or_number_gives_an_answer_or_an_error_of_ours(
    name: str, parameter: str, value: object
) -> None:
    tried(name, **{parameter: value})


def test_every_public_function_and_class_that_takes_something_is_a_door() -> None:
    made_by_others = {name for name in mlsalary.__all__ if name[0].isupper()} - {
        "Profile", "Offer", "Rulebook",
    }  # fmt: skip
    assert set(mlsalary.__all__) - made_by_others - {"__version__"} <= set(DOORS)


# What is no field, both ways of saying one thing, and nothing where something is needed.
SAID: dict[str, tuple[Callable[[], object], str, str]] = {
    "a slip": (partial(mlsalary.estimate, metroo="Austin"), "unknown_field", "Did you mean metro?"),
    "another name": (partial(mlsalary.path, yoe=5), "unknown_field", "Did you mean years?"),
    "of an offer": (
        partial(mlsalary.judge_offer, base="1k", bonuss=5),
        "unknown_field",
        "Did you mean bonus?",
    ),
    "both": (
        partial(mlsalary.estimate, Profile(years=5), metro="Austin"),
        "given_twice",
        "a Profile and metro",
    ),
    "both of an offer": (
        partial(mlsalary.judge_offer, ODD["Offer"], base="1k"),
        "given_twice",
        "an Offer and base",
    ),
    "no base": (partial(mlsalary.judge_offer, years=5), "no_offer", 'base="190k"'),
    "a dict": (partial(mlsalary.estimate, {"years": 5}), "bad_argument", "years=5, not a dict"),
    "a number": (partial(mlsalary.target, "300k", 5), "bad_argument", "a Profile, or fields"),
    "no Rulebook": (partial(mlsalary.estimate, years=5, book="mine"), "bad_argument", "overlay("),
    "a list": (partial(Profile, metro=ODD["list"]), "bad_argument", "metro should be text"),
    "no profiles": (partial(mlsalary.compare, 5), "bad_argument", "Profiles"),
    "profiles of another kind": (partial(mlsalary.compare, ["a"]), "bad_argument", "Profiles"),
    "no offer": (partial(mlsalary.judge_offer, 5), "bad_argument", "an Offer"),
    "no profile": (partial(Offer, cast(Any, 5), "200k"), "bad_argument", "a Profile"),
    "no default": (
        partial(mlsalary.estimate_frame, TABLE, defaults={"nope": 1}),
        "unknown_column",
        '"nope"',
    ),
    "a zero": (partial(mlsalary.compare, years=5, top=0), "bad_argument", "above zero, not 0"),
}


@pytest.mark.parametrize("case", SAID)
def test_what_is_wrong_is_named(case: str) -> None:
    call, code, said = SAID[case]
    with pytest.raises(UsageError) as caught:
        call()
    assert caught.value.code == code
    assert said in str(caught.value)


ALIKE: list[tuple[Callable[[], object], Callable[[], object]]] = [
    (lambda: mlsalary.estimate(**PERSON), lambda: mlsalary.estimate(Profile(**PERSON))),
    (lambda: mlsalary.path(**PERSON), lambda: mlsalary.path(Profile(**PERSON))),
    (lambda: mlsalary.brief(**PERSON), lambda: mlsalary.brief(Profile(**PERSON))),
    (
        lambda: mlsalary.place_posted("130k-242k", **PERSON),
        lambda: mlsalary.place_posted("130k-242k", Profile(**PERSON)),
    ),
    (
        lambda: mlsalary.target("190k", base=True, **PERSON),
        lambda: mlsalary.target("190k", Profile(**PERSON), base=True),
    ),
    (
        lambda: mlsalary.judge_offer(base="250k", equity="400k/4y", **PERSON),
        lambda: mlsalary.judge_offer(Offer(Profile(**PERSON), "250k", "400k/4y")),
    ),
    (
        lambda: mlsalary.judge_offer(profile=Profile(**PERSON), base="250k"),
        lambda: mlsalary.judge_offer(Offer(Profile(**PERSON), "250k")),
    ),
    (
        lambda: mlsalary.compare(years=5, by="level"),
        lambda: mlsalary.compare(Profile(years=5), by="level"),
    ),
    (
        lambda: mlsalary.compare(years=[2, 5], metro=["Austin", "Denver"], spec="llm,nlp"),
        lambda: mlsalary.compare(
            [
                Profile(years=years, metro=metro, spec=("llm", "nlp"))
                for years in (2, 5)
                for metro in ("Austin", "Denver")
            ]
        ),
    ),
    (
        lambda: mlsalary.compare(years=5, spec=["llm", ("llm", "nlp")]),
        lambda: mlsalary.compare(
            [Profile(years=5, spec="llm"), Profile(years=5, spec=["llm", "nlp"])]
        ),
    ),
    # What a notebook holds where a person would type a number, a text or nothing.
    (
        lambda: mlsalary.estimate(years=np.int64(5), metro=np.str_("Austin"), degree=pd.NA),
        lambda: mlsalary.estimate(**PERSON),
    ),
    (
        lambda: mlsalary.estimate(years=ODD["five"], as_of=ODD["May"]),
        lambda: mlsalary.estimate(years=5, as_of="2025-05-01"),
    ),
    (
        lambda: mlsalary.compare(years=np.array([2, 5])),
        lambda: mlsalary.compare([Profile(years=2), Profile(years=5)]),
    ),
]


@pytest.mark.parametrize(("by_name", "by_object"), ALIKE)
def test_fields_by_name_mean_what_the_object_means(
    by_name: Callable[[], object], by_object: Callable[[], object]
) -> None:
    assert by_name() == by_object()


def test_the_fields_that_editors_complete_are_those_of_a_profile_and_of_an_offer() -> None:
    from mlsalary.decisions.terms import OfferFields
    from mlsalary.profile import Fields

    assert list(Fields.__annotations__) == list(PROFILE)
    assert set(OfferFields.__annotations__) == {*PROFILE, *OFFER} - {"base"}


def test_a_profile_an_offer_and_a_rulebook_show_what_they_say_and_no_more() -> None:
    person = Profile(years=5, metro="Austin")
    assert repr(person) == "Profile(years=5.0, metro='Austin')"
    assert eval(repr(person)) == person
    assert repr(Offer(person, "200k")) == f"Offer(profile={person!r}, base='200k')"
    assert repr(Rulebook("mine", "shipped")) == "<Rulebook: mine, over shipped>"


def test_a_brief_of_an_offer_alone_is_for_its_own_profile() -> None:
    person = mlsalary.Profile(years=5, metro="Austin")
    alone = mlsalary.brief(offer=mlsalary.Offer(person, base=195_000))
    assert alone == mlsalary.brief(person, mlsalary.Offer(person, base=195_000))


def test_of_a_list_the_item_is_named_that_is_none() -> None:
    with pytest.raises(mlsalary.UsageError, match="not a dict"):
        mlsalary.compare([{"years": 3}])  # type: ignore[list-item]
