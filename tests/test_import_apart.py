"""A workbook that is made to hurt its reader ends in one line, whatever the reader does with it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from official_workbooks import COLUMNS, archive, nation, official, row, workbook, written

from mlsalary.errors import BadDataError, UsageError
from mlsalary.importing import apart
from mlsalary.importing import archive as archives
from mlsalary.importing.apart import Room, read_apart
from mlsalary.importing.archive import Limits
from mlsalary.importing.cells import Bounds
from mlsalary.importing.reading import Reading, read_download
from mlsalary.rulebook import Rulebook

NAME = "state_M2026_dl"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
FAR = b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
# Within every column and row that a large workbook may have: 50 million cells from two.
NEARER = b'<row r="999999"><c r="AZ999999"><v>2</v></c></row>'
ONE_ROW = [list(COLUMNS), [row()[column] for column in COLUMNS]]
LIMITS = Rulebook.shipped().toml("limits.toml")["imports"]
MEGABYTE = 1_000_000


def limits() -> Limits:
    return Limits(*(LIMITS[f"{name}_most"] for name in Limits._fields))


def read(file: Path, room: Room | None = None) -> Reading:
    usual = Room(*(LIMITS[f"{name}_most"] for name in Room._fields))
    bounds = Bounds(LIMITS["wage_least"], LIMITS["wage_most"])
    return read_apart(file, ["15-1252", "15-2051"], limits(), bounds, room or usual)


def parts(extra: bytes = b"", sheets: dict[str, Any] | None = None) -> dict[str, bytes | str]:
    """The parts of a workbook, with ``extra`` in the last row of every sheet."""
    with zipfile.ZipFile(BytesIO(workbook(sheets or {NAME: ONE_ROW}, extra))) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def changed(name: str, old: bytes, new: bytes, extra: bytes = b"") -> bytes:
    """A workbook with something else in one of its parts."""
    found = parts(extra)
    content = found[name]
    assert isinstance(content, bytes)
    assert old in content
    return archive({**found, name: content.replace(old, new, 1)})


def sheet_at(name: str) -> bytes:
    """A workbook with its far cells in a part of another name."""
    found = parts(FAR)
    found[name] = found.pop(SHEET)
    for listing, old, new in (
        ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", f"/{name}"),
        ("[Content_Types].xml", f"/{SHEET}", f"/{name}"),
    ):
        content = found[listing]
        assert isinstance(content, bytes)
        found[listing] = content.replace(old.encode(), new.encode())
    return archive(found)


def folder_named(folder: str) -> bytes:
    return archive(
        {name.replace("xl/worksheets", folder): part for name, part in parts(FAR).items()}
    )


def noise(length: int) -> bytes:
    """A comment that cannot be packed, so that what stands beside it may be packed well."""
    return b"<!--" + random.Random(1).randbytes(length).hex().encode() + b"-->"


def blanks(kind: bytes) -> bytes:
    """A far cell whose attribute is torn apart by more blanks than a piece of the part has."""
    wide = kind * (archives.CHUNK // len(kind))
    cell = b'<row r="3"><c r' + wide + b"=" + wide + b'"XFD1048576"><v>2</v></c></row>'
    return archive(parts(noise(12_000) + cell + noise(12_000)))


def utf_16() -> bytes:
    found = parts(FAR)
    sheet = found[SHEET]
    assert isinstance(sheet, bytes)
    return archive({**found, SHEET: sheet.decode().encode("utf-16")})


def many(extra: bytes, number: int) -> bytes:
    return archive(parts(extra, {NAME: ONE_ROW, **{f"s{i}": [["x"]] for i in range(number)}}))


def says_it_has(strings: int) -> bytes:
    return changed(STRINGS, b"<sst ", f'<sst uniqueCount="{strings}" '.encode())


def laughing() -> bytes:
    levels = (f'<!ENTITY {chr(98 + i)} "{"".join([f"&{chr(97 + i)};"] * 10)}">' for i in range(9))
    head = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">{"".join(levels)}]>'
    found = parts()
    strings = found[STRINGS]
    assert isinstance(strings, bytes)
    strings = strings.replace(b'<?xml version="1.0"?>', head.encode(), 1)
    return archive({**found, STRINGS: strings.replace(b"<si><t>", b"<si><t>&j;", 1)})


def long_texts() -> bytes:
    """One text of ten megabytes in a thousand cells."""
    title = "A" * 10_000_000 + random.Random(1).randbytes(30_000).hex()
    cells = [row(AREA_TITLE=title)[column] for column in COLUMNS]
    return workbook({NAME: [list(COLUMNS), *[cells] * 1000]})


BOMBS: dict[str, Callable[[], bytes]] = {
    "a sheet elsewhere": lambda: sheet_at("xl/other/sheet1.xml"),
    "a sheet at the top": lambda: sheet_at("data/sheet1.bin"),
    "capitals": lambda: folder_named("XL/WORKSHEETS"),
    "other capitals": lambda: folder_named("xl/Worksheets"),
    "blanks": lambda: blanks(b" "),
    "tabs": lambda: blanks(b"\t"),
    "line breaks": lambda: blanks(b"\r\n"),
    "UTF-16": utf_16,
    "cells that are nearer": lambda: archive(parts(NEARER)),
    "nearer, in many sheets": lambda: many(NEARER, 60),
    "nearer, in sheets without wages": lambda: archive(parts(NEARER, {"a": [["x"]]})),
    "10 thousand million texts": lambda: says_it_has(9_999_999_999),
    "a thousand million texts": lambda: says_it_has(1_000_000_000),
    "300 million texts": lambda: says_it_has(300_000_000),
    "more texts than a number holds": lambda: says_it_has(2**64 - 1),
    "a billion laughs": laughing,
    "one text in a thousand cells": long_texts,
}


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("packed", [False, True], ids=["alone", "in an archive"])
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb(name: str, packed: bool, tmp_path: Path) -> None:
    """Not more than the memory that a file of its size is given, plus what Python itself takes."""
    content = BOMBS[name]()
    file = tmp_path / ("oesm26st.zip" if packed else f"{NAME}.xlsx")
    written(file, archive({f"{NAME}.xlsx": content}) if packed else content)
    said, code, kilobytes = measured(["data", "import", str(file)], tmp_path)
    assert code == 4, said
    assert len(said.splitlines()) == 1, said
    assert said.startswith(f"Error: {NAME}.xlsx") or file.name in said
    most = LIMITS["memory_bytes_most"] + LIMITS["memory_ratio_most"] * file.stat().st_size
    assert kilobytes * 1024 < most


def measured(arguments: list[str], home: Path) -> tuple[str, int, int]:
    """What a command says on stderr, its exit code, and the memory of it or its largest child."""
    program = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'mlsalary', *sys.argv[1:]], "
        "capture_output=True)\n"
        "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        "sys.stderr.buffer.write(done.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "MLSALARY_HOME": str(home / "home"), "RUST_BACKTRACE": "1"},
        check=True,
    )
    code, kilobytes = done.stdout.split()
    return done.stderr, int(code), int(kilobytes)


def test_what_only_looks_large_is_read(tmp_path: Path) -> None:
    stretched = changed(SHEET, b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    found = read(written(tmp_path / f"{NAME}.xlsx", stretched))
    assert list(found.areas) == ["06"]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return written(tmp_path / f"{NAME}.xlsx", official(NAME, [row(), nation()]))


def test_the_answer_of_the_process_is_the_reading(sound: Path) -> None:
    found = read(sound)
    assert found.year == "2026"
    assert [tuple(area) for area in found.areas.values()] == [
        ("06", "California", "state", "CA"),
        ("US", "U.S.", "national", None),
    ]
    cell = found.cells["06", "15-1252"]
    assert (cell.figures["mean"], cell.figures["p90"], cell.reasons) == ("180000", "239000", {})


ENDS = {
    "an abort": ("import os; os.abort()", "archive_unreadable", "the reader failed"),
    "a fault of memory": (
        "import ctypes; ctypes.string_at(0)",
        "archive_unreadable",
        "the reader failed",
    ),
    "killed for its memory": (
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "archive_too_large",
        "more memory",
    ),
    "no memory": ("raise MemoryError", "archive_too_large", "more memory"),
    "a fault of ours": ("raise KeyError('x')", "archive_unreadable", "KeyError"),
    "no answer": ("pass", "archive_unreadable", "ended with 0"),
    "half an answer": ("print('{')", "archive_unreadable", "ended with 0"),
    "too long": ("while True: pass", "archive_too_large", "more than 1 seconds"),
    "asleep": ("import time; time.sleep(60)", "archive_too_large", "more than 1 seconds"),
    "escapes": (r"raise ValueError('\x1b[31m\n\u202e')", "archive_unreadable", "the reader failed"),
}


@pytest.mark.parametrize("name", ENDS)
def test_however_the_process_ends(name: str, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    does, code, says = ENDS[name]
    bound = "import sys, json; job = json.load(sys.stdin); sys.path[:] = job['path']\n"
    bound += "from mlsalary.importing.apart_child import bound\n"
    bound += "bound(job['memory'], job['seconds'])\n"
    monkeypatch.setattr(apart, "_CHILD", bound + does)
    seconds = 1 if "1 seconds" in says else 300  # a slow machine starts Python in more than one
    with pytest.raises(BadDataError) as raised:
        read(sound, Room(400 * MEGABYTE, 30, seconds))
    assert raised.value.code == code
    assert says in raised.value.message
    assert raised.value.message.isprintable()
    assert sound.name in raised.value.message


def test_no_process_can_be_started(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(BadDataError, match="no process can be started"):
        read(sound)


def test_a_folder_with_modules_of_its_own_is_no_danger(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands where the user happens to be is not imported."""
    for name in ("json", "zipfile", "mlsalary", "python_calamine"):
        written(sound.parent / f"{name}.py", b"raise SystemExit('hijacked')")
    monkeypatch.chdir(sound.parent)
    assert read(sound).year == "2026"


def test_a_panic_of_rust_is_a_damaged_workbook(sound: Path) -> None:
    """A panic derives from BaseException; met here without the process between."""
    file = written(sound.parent / f"{NAME}.xlsx", says_it_has(2**64 - 1))
    with pytest.raises(BadDataError) as raised:
        read_download(file, ["15-1252"], limits(), Bounds(10_000, 1_500_000))
    assert raised.value.code == "archive_damaged"
    assert "capacity overflow" in raised.value.message


def test_a_small_machine(tmp_path: Path, sound: Path) -> None:
    """The system itself gives less memory than a download takes: one line, and code 4."""
    limited = (
        "import resource, runpy, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)\n"
        "sys.argv[:] = ['mlsalary', 'data', 'import', sys.argv[2]]\n"
        "runpy.run_module('mlsalary', run_name='__main__')"
    )
    large = written(
        tmp_path / "large" / f"{NAME}.xlsx",
        official(NAME, [row(OCC_CODE=f"11-{i:04}") for i in range(30_000)] + [row()]),
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, str(60 * MEGABYTE), str(large)],
        capture_output=True,
        text=True,
        env={**os.environ, "MLSALARY_HOME": str(tmp_path / "home")},
        check=False,
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (4, 1), done.stderr


def test_too_many_areas(tmp_path: Path) -> None:
    rows = [
        row(AREA=str(10_000 + i), AREA_TYPE="4", AREA_TITLE=f"Town {i}, CA")
        for i in range(LIMITS["areas_most"] + 1)
    ]
    with pytest.raises(BadDataError, match="more than 2,000 areas"):
        read(written(tmp_path / f"{NAME}.xlsx", official(NAME, rows)))


@pytest.mark.parametrize("title", ["A" * 400, "A\u202eB", "A\x7fB"], ids=ascii)
def test_a_title_that_is_none(title: str, tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="not the name of an area") as raised:
        read(written(tmp_path / f"{NAME}.xlsx", official(NAME, [row(AREA_TITLE=title)])))
    assert raised.value.message.isprintable()


def test_names_are_shown_on_one_plain_line(tmp_path: Path) -> None:
    inner = archive({f"\x1b[31m{NAME}\n\u202e.xlsx": b"PK no workbook"})
    with pytest.raises(BadDataError) as raised:
        read(written(tmp_path / "oesm26\x1b[1mst.zip", inner))
    assert raised.value.message.isprintable()


def test_a_file_without_a_name_in_an_archive(tmp_path: Path) -> None:
    content = archive({"a": b"x"})
    central = content.index(b"PK\x01\x02")
    nameless = bytearray(content)
    nameless[central + 28] = 0  # the length of its name
    del nameless[central + 46]
    end = nameless.index(b"PK\x05\x06")
    nameless[end + 12] -= 1  # the size of the central directory
    with pytest.raises(BadDataError, match="is damaged"):
        read(written(tmp_path / "oesm26st.zip", bytes(nameless)))


def test_without_the_extra(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(UsageError, match=r"\[xlsx\]"):
        read(sound)
