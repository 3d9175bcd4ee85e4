"""The OEWS tables: what the script makes, and figures looked up at BLS by hand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pinned_data import ROOT, rebuilt

import build_oews  # isort: skip
from mlsalary.errors import BadDataError, NotFoundError
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import (
    area,
    areas,
    find_area,
    state_code,
    wages,
)

BOOK = Rulebook.shipped()
OCCUPATIONS = {"15-1221", "15-1252", "15-2051"}
PERCENTILES = ("p10", "p25", "p50", "p75", "p90")


def test_committed_tables_are_what_the_script_makes(tmp_path: Path) -> None:
    built = rebuilt(build_oews.build, tmp_path)
    for name in ("areas.csv", "wages.csv"):
        assert (built / name).read_bytes() == (ROOT / "data/oews" / name).read_bytes(), name


def test_the_release_has_its_areas() -> None:
    """393 metropolitan and 135 nonmetropolitan areas, 50 states, D.C. and three territories."""
    kinds = [one.kind for one in areas(BOOK)]
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counts == {"national": 1, "state": 54, "metro": 393, "nonmetro": 135}


@pytest.mark.parametrize(
    ("code", "name", "kind", "state"),
    [
        ("US", "National", "national", None),
        ("06", "California", "state", "CA"),
        ("72", "Puerto Rico", "state", "PR"),
        ("28140", "Kansas City, MO-KS", "metro", "MO"),
        ("47900", "Washington-Arlington-Alexandria, DC-VA-MD-WV", "metro", "DC"),
        ("2400006", "Maryland nonmetropolitan area", "nonmetro", "MD"),
    ],
)
def test_area(code: str, name: str, kind: str, state: str | None) -> None:
    assert area(BOOK, code) == (code, name, kind, state)


def test_every_area_has_a_row_for_every_occupation() -> None:
    for one in areas(BOOK):
        assert set(wages(BOOK, one.code)) == OCCUPATIONS, one


def test_a_missing_figure_is_none_with_a_reason_and_never_zero() -> None:
    for one in areas(BOOK):
        for wage in wages(BOOK, one.code).values():
            figures = wage[1:10]
            assert 0 not in figures[2:]
            assert (None in figures) == bool(wage.missing), (one, wage)


def test_percentiles_rise_and_the_flag_says_where_they_do_not() -> None:
    for one in areas(BOOK):
        for wage in wages(BOOK, one.code).values():
            points = [p for name in PERCENTILES if (p := getattr(wage, name)) is not None]
            assert points == sorted(points), one
            level = any(low == high for low, high in pairwise(points))
            assert ("collapsed" in wage.flags) == level, (one, wage)
            assert ("large_error" in wage.flags) == ((wage.mean_rse or 0) > 10), (one, wage)


def test_what_is_not_published() -> None:
    """Guam publishes none of the three; Tyler's data scientists have wages and no count."""
    assert all(wage.missing == ("all:no_series",) for wage in wages(BOOK, "66").values())
    tyler = wages(BOOK, "46340")["15-2051"]
    assert tyler.employment is None
    assert tyler.missing == ("employment:not_released",)
    assert tyler.mean is not None


def test_areas_without_either_occupation() -> None:
    """Twenty local areas publish neither developers nor data scientists, 156 one of the two."""
    published = [
        sum(wages(BOOK, one.code)[soc].mean is not None for soc in ("15-1252", "15-2051"))
        for one in areas(BOOK)
        if one.kind in ("metro", "nonmetro")
    ]
    assert (published.count(0), published.count(1)) == (20, 156)


def test_unknown_area() -> None:
    assert find_area(BOOK, "99999") is None
    assert wages(BOOK, "99999") == {}
    with pytest.raises(NotFoundError, match="99999"):
        area(BOOK, "99999")


def test_a_code_is_not_a_prefix() -> None:
    """``41`` is Oregon, not every metro that begins so."""
    assert {wage.occupation for wage in wages(BOOK, "41").values()} == OCCUPATIONS
    assert area(BOOK, "41").name == "Oregon"
    assert find_area(BOOK, "4194") is None


def test_state_codes() -> None:
    assert [state_code(BOOK, letters) for letters in ("CA", "DC", "GU", "XX", "ca")] == [
        *("06", "11", "66"),
        *(None, None),
    ]


def test_imported_releases_stand_beside_the_shipped_one(tmp_path: Path) -> None:
    imported = tmp_path / "oews" / "2024"
    imported.mkdir(parents=True)
    (imported / "areas.csv").write_text("code,name,kind,state\nUS,National,national,\n")
    header = "area,occupation,employment,employment_rse,mean,mean_rse,p10,p25,p50,p75,p90"
    (imported / "wages.csv").write_text(
        f"{header},missing,flags\nUS,15-1252,1000,1.5,x,0.5,1,2,3,4,5,,\n"
    )
    book = Rulebook(tmp_path, *BOOK.folders)
    with pytest.raises(BadDataError, match=r"15-1252.*'x'"):
        wages(book, "US", "oews/2024/")
    assert wages(book, "US")["15-1252"].mean == wages(BOOK, "US")["15-1252"].mean
