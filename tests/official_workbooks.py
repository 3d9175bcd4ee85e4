"""BLS downloads as BLS lays them out, for the tests of the import: workbooks, and archives of them.

Written by hand, so that every part can be damaged.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from mlsalary.rulebook import shipped_folder

# The 32 columns of May 2025, in their order.
COLUMNS = (
    *("AREA", "AREA_TITLE", "AREA_TYPE", "PRIM_STATE", "NAICS", "NAICS_TITLE", "I_GROUP"),
    *("OWN_CODE", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "JOBS_1000"),
    *("LOC_QUOTIENT", "PCT_TOTAL", "PCT_RPT", "H_MEAN", "A_MEAN", "MEAN_PRSE"),
    *("H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90"),
    *("A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90", "ANNUAL", "HOURLY"),
)
# Where the columns of wages.csv stand in the official sheets.
OFFICIAL = {
    "employment": "TOT_EMP",
    "employment_rse": "EMP_PRSE",
    "mean": "A_MEAN",
    "mean_rse": "MEAN_PRSE",
    "p10": "A_PCT10",
    "p25": "A_PCT25",
    "p50": "A_MEDIAN",
    "p75": "A_PCT75",
    "p90": "A_PCT90",
}
WAGES = ("mean", "p10", "p25", "p50", "p75", "p90")
TYPES = {"national": "1", "state": "2", "metro": "4", "nonmetro": "6"}
TERRITORIES = ("66", "72", "78")
Row = dict[str, Any]


def row(**changes: Any) -> Row:
    """A row of software developers in California; empty where BLS leaves a cell empty."""
    usual: Row = dict.fromkeys(COLUMNS, "") | {
        "AREA": "06",
        "AREA_TITLE": "California",
        "AREA_TYPE": "2",
        "PRIM_STATE": "CA",
        "NAICS": "000000",
        "NAICS_TITLE": "Cross-industry",
        "I_GROUP": "cross-industry",
        "OWN_CODE": "1235",
        "OCC_CODE": "15-1252",
        "OCC_TITLE": "Software Developers",
        "O_GROUP": "detailed",
        "TOT_EMP": 300_000,
        "EMP_PRSE": 1.5,
        "A_MEAN": 180_000,
        "MEAN_PRSE": 0.9,
        "A_PCT10": 90_000,
        "A_PCT25": 130_000,
        "A_MEDIAN": 170_000,
        "A_PCT75": 210_000,
        "A_PCT90": 239_000,
    }
    assert changes.keys() <= set(COLUMNS)
    return usual | changes


def nation(**changes: Any) -> Row:
    """A row of software developers in the nation."""
    usual = {"AREA": "99", "AREA_TITLE": "U.S.", "AREA_TYPE": "1", "PRIM_STATE": "US"}
    return row(**(usual | changes))


def whole_release(growth: float) -> dict[str, list[Row]]:
    """Kind of area -> rows: the shipped release with its wages times ``growth``, to ten dollars."""
    folder = shipped_folder() / "oews"
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        areas = {line["code"]: line for line in csv.DictReader(file)}
    found: dict[str, list[Row]] = {kind: [] for kind in TYPES}
    with (folder / "wages.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["missing"] == "all:no_series":
                continue
            area = areas[line["area"]]
            figures = {OFFICIAL[name]: _official(line, name, growth) for name in OFFICIAL}
            place = {
                "AREA": "99" if line["area"] == "US" else line["area"],
                "AREA_TITLE": area["name"],
                "AREA_TYPE": "3" if line["area"] in TERRITORIES else TYPES[area["kind"]],
                "PRIM_STATE": area["state"] or "US",
                "OCC_CODE": line["occupation"],
            }
            found[area["kind"]].append(row(**place, **figures))
    for area in areas.values():  # an occupation that every area has
        place = {"AREA": area["code"], "AREA_TITLE": area["name"], "PRIM_STATE": area["state"]}
        place["AREA_TYPE"] = TYPES[area["kind"]]
        if area["kind"] != "national":
            found[area["kind"]].append(row(**place, OCC_CODE="43-9061", A_MEAN=45_000))
    return found


def _official(line: Mapping[str, str], name: str, growth: float) -> Any:
    if not line[name]:
        return "**" if name.startswith("employment") else "*"
    figure = float(line[name])
    return round(figure * growth, -1) if name in WAGES else figure


def official(stem: str, rows: Iterable[Row], year: int = 2026, columns: Any = COLUMNS) -> bytes:
    """A workbook with the sheets that BLS puts in: wages, descriptions, two that hold little."""
    notes = [
        [f"May {year} OEWS Estimates"],
        ["Not all fields are available for every type of estimate"],
        ["Field", "Field Description"],
        ["area", "U.S. (99), state FIPS code, Metropolitan Statistical Area (MSA) code"],
        ["*  = indicates that a wage estimate is not available"],
        ["#  = indicates a wage equal to or greater than $115.00 per hour or $239,200 per year"],
    ]
    cells = [[one[column] for column in columns] for one in rows]
    return workbook(
        {
            stem: [list(columns), *cells],
            "Field Descriptions": notes,
            "UpdateTime": [["Update"]],
            "Filler": [],
        }
    )


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], extra: bytes = b"") -> bytes:
    """An .xlsx file. ``extra`` goes raw into the last row of every sheet."""
    texts: dict[str, int] = {}
    parts: dict[str, bytes | str] = {}
    for number, rows in enumerate(sheets.values(), 1):
        lines = "".join(_line(at, values, texts) for at, values in enumerate(rows, 1))
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>'.encode()
            + lines.encode()
            + extra
            + b"</sheetData></worksheet>"
        )
    numbers = range(1, len(sheets) + 1)
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
        for i, name in zip(numbers, sheets, strict=True)
    )
    links = "".join(_link(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in numbers)
    links += _link("rIdS", "sharedStrings", "sharedStrings.xml")
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for i in numbers
    )
    parts |= {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_CONTENT}">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
        f"{kinds}</Types>",
        "_rels/.rels": _links(_link("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _links(links),
        "xl/sharedStrings.xml": f'<?xml version="1.0"?><sst xmlns="{_MAIN}">{strings}</sst>',
    }
    return archive(parts)


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            member = zipfile.ZipInfo(name)  # of 1980: the same bytes whenever it is made
            packed.writestr(member, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def written(path: Path, content: bytes) -> Path:
    """The path of a file with this content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


_SCHEMAS = "http://schemas.openxmlformats.org"
_MAIN = f"{_SCHEMAS}/spreadsheetml/2006/main"
_OFFICE = f"{_SCHEMAS}/officeDocument/2006/relationships"
_CONTENT = f"{_SCHEMAS}/package/2006/content-types"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _links(links: str) -> str:
    packaged = f"{_SCHEMAS}/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{packaged}">{links}</Relationships>'


def _letters(index: int) -> str:
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


def _line(at: int, values: Sequence[Any], texts: dict[str, int]) -> str:
    cells = (_cell(f"{_letters(i)}{at}", value, texts) for i, value in enumerate(values))
    return f'<row r="{at}">{"".join(cells)}</row>'


def _cell(at: str, value: Any, texts: dict[str, int]) -> str:
    if value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{at}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
    return f'<c r="{at}"><v>{value!r}</v></c>'
