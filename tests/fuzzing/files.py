"""The files that the program reads: a sound one of each kind, and the lines that read it."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest import mock

from official_workbooks import archive, nation, official, row, workbook, written

from fuzzing.damage import DAMAGES
from fuzzing.room import OFFERS, Room, Tried
from mlsalary.importing import import_release
from mlsalary.rulebook import shipped_folder

ROWS = 12
_MARK = re.compile(rb"mark\d\dx")
"""What stands in a column of each row that nothing reads: a row that is lost takes it along."""
_PLACES = ("Austin", "New York, NY", "94043", "Paris", "", "San Jose", "Guam", "boise")
_SPECS = ("llm", "", "nlp;cv", "no such", "llm", "", "mlops", "")
_ASKED = ("estimate", "--level", "senior", "--state", "CA")
_READS = ("csv", "csv", "jsonl", "json", "parquet", "xlsx")


class Kind(NamedTuple):
    """A kind of file. name: of the file; often: how often it is tried; lines: what reads it, each
    as words; saved: what else must lie there."""

    name: str
    often: float
    content: Callable[[], bytes]
    lines: tuple[tuple[str, ...], ...]
    saved: Mapping[str, Callable[[], bytes]] = {}


class Case(NamedTuple):
    """One damaged file, and the line that reads it."""

    kind: str
    damage: str
    name: str
    content: bytes
    words: tuple[str, ...]


def people() -> list[dict[str, Any]]:
    """Rows of people, with words that can be read and some that cannot."""
    return [
        {
            "years": at - 1,
            "metro": _PLACES[at % len(_PLACES)],
            "spec": _SPECS[at % len(_SPECS)],
            "base": 150_000 + 1_000 * at,
            "note": f"mark{at:02}x, é",
        }
        for at in range(ROWS)
    ]


def _delimited(mark: str, rows: list[dict[str, Any]]) -> bytes:
    def cell(value: Any) -> str:
        text = str(value)
        return f'"{text}"' if mark in text or "," in text else text

    lines = [mark.join(rows[0]), *(mark.join(map(cell, one.values())) for one in rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _csv() -> bytes:
    return _delimited(",", people())


def _jsonl() -> bytes:
    lines = (json.dumps(one, ensure_ascii=False) for one in people())
    return "".join(f"{line}\n" for line in lines).encode()


def _json() -> bytes:
    return json.dumps(people(), ensure_ascii=False, indent=1).encode()


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(people()), out)
    return out.getvalue()


def _workbook() -> bytes:
    rows = people()
    return workbook({"People": [[*rows[0]], *([*one.values()] for one in rows)]})


def _pay() -> bytes:
    rows = [
        {
            "date": f"2025-{1 + at % 12:02}",
            "years": at,
            "metro": _PLACES[at % 3],
            "company": ("Google", "Acme", "")[at % 3],
            "base": 150_000 + 9_000 * at,
            "total": 200_000 + 20_000 * at,
        }
        for at in range(ROWS)
    ]
    return _delimited(",", rows)


def _config() -> bytes:
    return b'# mine\n[profile]\nyears = 6\nmetro = "Austin"\nspec = ["llm"]\ndegree = "phd"\n'


def _release(name: str) -> Callable[[], bytes]:
    """A file of an imported release."""
    return lambda: _imported()[name]


@cache
def _imported() -> Mapping[str, bytes]:
    """The files that an import leaves, by name."""
    with tempfile.TemporaryDirectory() as folder:
        file = written(Path(folder) / "state_M2026_dl.xlsx", _download())
        with mock.patch.dict(os.environ, {"MLSALARY_HOME": folder}):
            found = import_release(file, date(2027, 6, 1)).folder
        return {path.name: path.read_bytes() for path in found.iterdir()}


def _download() -> bytes:
    rows = [nation(), nation(OCC_CODE="15-2051"), row(), row(OCC_CODE="15-2051")]
    return official("state_M2026_dl", rows)


def _shipped(name: str) -> Callable[[], bytes]:
    return lambda: (shipped_folder() / name).read_bytes()


def _kinds() -> dict[str, Kind]:
    batch = ("batch", "IN", "-o", "out.csv")
    batches = (
        *((*batch,),) * 4,
        (*batch, "--rejects", "-"),
        (*batch, "--pay", "base", "--real"),
        (*batch, "--strict", "--fallback", "national"),
        ("batch", "IN", "-o", "out.jsonl"),
        ("batch", "IN", "-o", "out.json"),
        ("batch", "IN", "-o", "out.parquet"),
        (*batch, "--report", "report.html"),
        ("batch", "IN", "-o", "taken.csv", "--force"),
    )
    others = (
        (*batch, "--encoding", "cp1252"),
        (*batch[:2], "-o", "-"),
        (*batch, "--map", "years=years", "--delimiter", ";"),
        (*batch, "--skip-lines", "1"),
    )
    pays = (
        ("backtest", "IN"),
        ("backtest", "IN", "--json"),
        ("fit", "IN"),
        ("backtest", "IN", "--format", "csv"),
    )
    data = ("--data", "book")
    asks = (
        (*_ASKED, *data, "--json"),
        (
            *_ASKED,
            "--company",
            "Google",
            "--metro",
            "San Jose",
            "--spec",
            "llm",
            *data,
            "--explain",
        ),
        ("data", "--data", "book"),
        ("table", "states", *data),
        ("table", "metros", *data, "--json"),
        ("offer", "--base", "190k", "--years", "5", "--equity", "400k/4y", *data),
        ("target", "300k", "--metro", "Austin", "--level", "senior", *data),
        ("path", "--metro", "Boston", *data),
        ("estimate", "--title", "Staff ML Engineer", "--metro", "94043", *data),
        ("compare", "--by", "spec", "--years", "5", *data),
    )
    saved = {f"home/rulebook/oews/2026/{name}": _release(name) for name in _RELEASE}
    found = {
        "csv": Kind("in.csv", 6, _csv, batches + others),
        "tsv": Kind("in.tsv", 1, lambda: _delimited("\t", people()), batches),
        "jsonl": Kind("in.jsonl", 3, _jsonl, batches),
        "json": Kind("in.json", 3, _json, batches),
        "parquet": Kind("in.parquet", 3, _parquet, batches),
        "xlsx": Kind("in.xlsx", 0.4, _workbook, batches),
        "csv.gz": Kind("in.csv.gz", 1, lambda: gzip.compress(_csv(), mtime=0), batches),
        "stdin": Kind("-", 1, _csv, batches),
        "pay": Kind("pay1.csv", 3, _pay, pays),
        "pay.jsonl": Kind("pay1.jsonl", 1, _jsonl, pays),
        "offers.toml": Kind("o.toml", 6, OFFERS.encode, _OFFER),
        "offers.json": Kind("o.json", 4, _offers_json, _OFFER),
        "config": Kind("home/config.toml", 5, _config, _STARTED),
        "download.xlsx": Kind("state_M2026_dl.xlsx", 0.2, _download, (("data", "import", "IN"),)),
        "download.zip": Kind(
            "oesm26st.zip",
            0.3,
            lambda: archive({"oesm26st/state_M2026_dl.xlsx": _download()}),
            (("data", "import", "IN"),),
        ),
    }
    for name in _RELEASE:
        found[f"release: {name}"] = Kind(
            f"home/rulebook/oews/2026/{name}", 0.7, _release(name), _RELEASED, saved
        )
    for name in _figures():
        found[f"data: {name}"] = Kind(f"book/{name}", 0.5, _shipped(name), asks)
    return found


_RELEASE = ("areas.csv", "wages.csv", "release.toml")
_RELEASED = (
    (*_ASKED, "--bls", "2026", "--json"),
    (*_ASKED, "--json"),
    ("table", "places", "San Jose", "--json"),
    ("data", "--json"),
)
_OFFER = (
    ("offer", "IN"),
    ("offer", "IN", "--json"),
    ("offer", "IN", "--explain", "--years", "5"),
    ("offer", "IN", "--format", "markdown", "-o", "out.md"),
    ("offer", "IN", "--format", "csv"),
)
_STARTED = (
    ("estimate",),
    ("estimate", "--json"),
    ("profile",),
    ("profile", "save", "--years", "7"),
    ("profile", "save", "--metro", "Boston", "--no-profile"),
    ("profile", "clear"),
    ("offer", "--base", "190k", "--json"),
    ("path",),
    ("estimate", "--no-profile", "--years", "5"),
)
LARGEST = 60_000
"""Bytes of a file of figures: the largest take as long as all others together."""


def _figures() -> list[str]:
    """The files of figures, by their names."""
    folder = shipped_folder()
    files = (path for path in folder.rglob("*") if path.suffix in (".toml", ".csv"))
    kept = (path for path in files if path.stat().st_size < LARGEST)
    return sorted(path.relative_to(folder).as_posix() for path in kept)


def _offers_json() -> bytes:
    made = [
        {"name": "A", "base": 190_000, "years": 5},
        {"name": "B", "base": "200k", "level": "mid"},
    ]
    return json.dumps(made, indent=1).encode()


@cache
def kinds() -> Mapping[str, Kind]:
    """Each kind by its name."""
    return _kinds()


@cache
def _content(kind: str) -> bytes:
    return kinds()[kind].content()


def case(random: Random) -> Case:
    """A file, damaged in one way or two, and a line that reads it."""
    table = kinds()
    kind = random.choices([*table], [one.often for one in table.values()])[0]
    damage = random.choice([*DAMAGES])
    content = DAMAGES[damage](_content(kind), random)
    if damage != "sound" and random.random() < 0.15:
        content = DAMAGES[random.choice([*DAMAGES])](content, random)
    one = table[kind]
    words = tuple(one.name if word == "IN" else word for word in random.choice(one.lines))
    return Case(kind, damage, one.name, content, words)


def attempt(room: Room, made: Case) -> Tried:
    """Put the file where it is read, and read it."""
    for name, content in kinds()[made.kind].saved.items():
        room.put(name, content())
    if made.name == "-":
        return room.attempt(made.words, made.content)
    room.put(made.name, made.content)
    return room.attempt(made.words)


def faults(room: Room, made: Case, tried: Tried) -> list[str]:
    """What is wrong with the reading of this file besides what is wrong with any line."""
    found = []
    if made.damage == "sound" and tried.code not in (0, *_refuses(made)):
        found.append(f"a sound file is refused: {made.kind}")
    if tried.code == 4 and made.name != "-" and not _names(made, tried):
        found.append(f"the file is not named: {made.kind}")
    if made.words[0] == "batch" and "rejected, in " in tried.err:
        found += _lost(room, made, tried)
    return found


def _refuses(made: Case) -> tuple[int, ...]:
    """Exit codes of sound files that a line cannot use: too little pay, no column of that name."""
    of_line = {"fit": (4,), "backtest": (2, 4)}.get(made.words[0], ())
    other = "--delimiter" in made.words or "--skip-lines" in made.words
    return (*of_line, *((2, 3, 4) if other else ()))


def _names(made: Case, tried: Tried) -> bool:
    """Whether the message says where: the file or its folder, a column or rows of the one file that
    is read, or of figures another file that the damage contradicts."""
    if made.kind.startswith("data"):
        return ".toml" in tried.err or ".csv" in tried.err
    last = made.name.rpartition("/")[2]
    known = (last, made.name.partition("/")[0], " rows", "No row", "column", '"code": "nothing_')
    return any(one in tried.err for one in known)


def _lost(room: Room, made: Case, tried: Tried) -> list[str]:
    """Every mark that came in is in the output or among the rejects."""
    came = _MARK.findall(made.content)
    not_kept = "-" in made.words and "--rejects" not in made.words  # rejects have no file then
    if not_kept or made.damage == "encoding" or made.kind in ("parquet", "xlsx", "csv.gz"):
        return []
    went: list[bytes] = _MARK.findall(tried.out.encode("utf-8", "replace"))
    for name in tried.after:
        changed = tried.after[name] != tried.before.get(name)
        if changed and name.startswith("here/") and not name.endswith("/"):
            went += _marks(room, name)
    lost = sorted(set(came) - set(went))
    return [f"a row is lost: {made.kind}"] if lost else []


def _marks(room: Room, name: str) -> list[bytes]:
    content = (room.top / name).read_bytes()
    if name.endswith(".parquet"):
        import pyarrow.parquet as pq

        content = str(pq.read_table(io.BytesIO(content)).to_pylist()).encode()
    return _MARK.findall(content)
