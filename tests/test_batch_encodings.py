"""Every codec that Python knows, and JSON lines that hold what is no text."""

from __future__ import annotations

import codecs
import encodings.aliases
import json
from pathlib import Path

import pytest
from test_batch import cells, price, rejected

from mlsalary.errors import BadDataError, MlsalaryError, UsageError

pytest.importorskip("polars")
pytest.importorskip("pyarrow")

CODECS = sorted(set(encodings.aliases.aliases.values()) | {"idna", "punycode", "undefined"})
NO_TEXT = {
    "base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec",
    "idna", "punycode", "undefined", "mbcs",
}  # fmt: skip
TEXTS = {
    "csv": "years,note\n5,abc\nmany,xyz\n",
    "jsonl": '{"years": 5, "note": "abc"}\n{"years": "many", "note": "xyz"}\n',
}


@pytest.mark.thorough(every=5)
@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("codec", CODECS)
def test_every_codec_is_read_or_refused(tmp_path: Path, codec: str, kind: str) -> None:
    source, target = tmp_path / f"in.{kind}", tmp_path / "out.csv"
    if codec in NO_TEXT:
        source.write_text(TEXTS[kind])
        with pytest.raises(UsageError, match="is not a text encoding"):
            price(source, target, encoding=codec)
        assert not target.exists()
        return
    source.write_bytes(TEXTS[kind].encode(codec))
    price(source, target, encoding=codec)
    assert [row[:2] for row in cells(target)] == [["years", "note"], ["5", "abc"]]
    assert [(one["line"], one["code"]) for one in rejected(target)] == [
        ("3" if kind == "csv" else "2", "bad_years")
    ]


@pytest.mark.filterwarnings("ignore:.*invalid.*escape:DeprecationWarning")
@pytest.mark.parametrize("codec", [codec for codec in CODECS if codec not in NO_TEXT])
def test_bytes_that_are_no_text_end_in_one_line(tmp_path: Path, codec: str) -> None:
    for kind, data in {"csv": bytes(range(255, -1, -1)), "jsonl": b"\\\xff\xfe\xdc" * 7}.items():
        source = tmp_path / f"in.{kind}"
        source.write_bytes(data)
        with pytest.raises(BadDataError) as caught:
            price(source, tmp_path / "out.csv", encoding=codec)
        assert "\n" not in caught.value.message


@pytest.mark.parametrize("name", ["", "klingon", "..", "utf-8\0", "\ud800", "x" * 5_000, "\n"])
def test_what_is_no_codec_is_a_value_that_the_option_cannot_take(tmp_path: Path, name: str) -> None:
    (tmp_path / "in.csv").write_text(TEXTS["csv"])
    with pytest.raises(UsageError, match="not a text encoding") as caught:
        price(tmp_path / "in.csv", tmp_path / "out.csv", encoding=name)
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 250


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", ""])
@pytest.mark.parametrize("marked", [True, False])
def test_utf_16_that_nobody_named_is_an_error_that_names_it(
    tmp_path: Path, kind: str, codec: str, ends: str, marked: bool
) -> None:
    text = TEXTS[kind].split("\n")[0] if not ends else TEXTS[kind].replace("\n", ends)
    source = tmp_path / f"in.{kind}"
    source.write_bytes((("\ufeff" if marked else "") + text).encode(codec))
    with pytest.raises(BadDataError, match="Add --encoding") as caught:
        price(source, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
    named = caught.value.message.rstrip(".").rpartition(" ")[2]
    assert codecs.lookup(named)
    if ends:
        assert price(source, tmp_path / "out.csv", encoding=named).rows_in == 2


def test_utf_16_without_its_mark_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(TEXTS["csv"].encode("utf-16-be"))
    with pytest.raises(BadDataError, match=r"in\.csv is not utf-16: .*BOM"):
        price(tmp_path / "in.csv", tmp_path / "out.csv", encoding="utf-16")


@pytest.mark.parametrize("target", ["out.csv", "out.jsonl", "out.parquet"])
def test_a_line_of_json_that_no_text_can_hold_is_one_reject(tmp_path: Path, target: str) -> None:
    good = ['{"years": 5, "note": "\\ud83d\\ude00 \\\\ud800"}', '{"years": 6, "note": "é"}']
    bad = [
        ('{"years": 5, "note": "\\ud800"}', "half_character"),
        ('{"years": 5, "note": ["a", {"b": "\\uDFFF"}]}', "half_character"),
        ('{"years": 5, "\\ud800": 1}', "half_character"),
        ('{"years": 5, "note": NaN}', "not_json"),
        ('{"years": Infinity}', "not_json"),
        ('{"years": 5, "note": [-Infinity]}', "not_json"),
        ('{"years": 5, "note": ' + "[" * 100_000 + "]" * 100_000 + "}", "not_json"),
        ('{"years": 5, "note": "a\tb"}', "not_json"),
        ('{"years": 5, "note": "a", "note": "b"}', "key_twice"),
        ('{"years": 5, "note": [{"a": 1, "b": 2, "a": 1}]}', "key_twice"),
        ('{"years": ' + "9" * 400 + "}", "bad_years"),
        ('{"years": ' + "9" * 5_000 + "}", "bad_years"),
        ('{"years": 1e999}', "bad_years"),
        ('{"years": -1}', "bad_years"),
    ]
    lines = [line.encode() for line in (*good, *(line for line, _ in bad))]
    raw = [
        b'{"years": 5, "note": "\xed\xa0\x80"}',
        b'{"years": 5, "note": "\xff"}',
        b'{"years"\0: 5}',
    ]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join([*lines, *raw]))
    summary = price(tmp_path / "in.jsonl", tmp_path / target)
    found = rejected(tmp_path / target)
    codes = [*(code for _, code in bad), "not_utf8", "not_utf8", "not_json"]
    assert [(int(one["line"]), one["code"]) for one in found] == list(enumerate(codes, 3))
    assert summary.rows_out == 2
    assert summary.rows_in == 2 + len(codes)
    assert [one["years"] for one in found][:2] == [bad[0][0], bad[1][0]]


def test_numbers_of_json_keep_their_digits_in_csv(tmp_path: Path) -> None:
    numbers = ["12345678901234567890.10", "9" * 400, "1e999", "-0.0", "1E5"]
    lines = [f'{{"years": 5, "n": {one}, "m": [{one}, {{"k": {one}}}]}}' for one in numbers]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    price(tmp_path / "in.jsonl", tmp_path / "out.csv", exact=True)
    found = cells(tmp_path / "out.csv")[1:]
    assert [row[1] for row in found] == numbers
    assert [row[2] for row in found] == [f'[{one}, {{"k": {one}}}]' for one in numbers]
    price(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    for line in (tmp_path / "out.jsonl").read_text().splitlines():
        json.loads(line, parse_constant=lambda word: pytest.fail(word))


@pytest.mark.parametrize("delimiter", ['"', "\n", "\r", "", "ab", "é", "\udcff", "\0"])
def test_what_cannot_part_cells_is_no_delimiter(tmp_path: Path, delimiter: str) -> None:
    (tmp_path / "in.csv").write_text(TEXTS["csv"])
    with pytest.raises(MlsalaryError) as caught:
        price(tmp_path / "in.csv", tmp_path / "out.csv", delimiter=delimiter)
    assert (caught.value.code, caught.value.exit_code) == ("bad_delimiter", 2)
