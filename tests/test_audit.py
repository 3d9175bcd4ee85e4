"""A release is called audited only if every package that it needs was."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "scripts"))
import audit

SOUND = {"name": "sound", "version": "1.0", "vulns": []}
HOLLOW = {
    "name": "hollow",
    "version": "2.0",
    "vulns": [
        {"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]},
        {"id": "CVE-2", "fix_versions": []},
    ],
}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI"}


def test_what_was_audited_is_counted() -> None:
    assert audit.verdict([SOUND, SOUND]) == (
        0,
        ["ok    2 packages audited, no known vulnerability"],
    )


def test_a_vulnerability_ends_the_release_and_names_the_way_out() -> None:
    code, lines = audit.verdict([SOUND, HOLLOW])
    assert code == 1
    assert lines == [
        "VULNERABLE  hollow 2.0: PYSEC-1, fixed in 2.1, 3.0",
        "VULNERABLE  hollow 2.0: CVE-2, fixed in no version yet",
    ]


def test_what_nobody_answered_about_is_never_called_sound() -> None:
    code, (line,) = audit.verdict([SOUND, UNKNOWN])
    assert (code, line[:42]) == (0, "NOT AUDITED  1 of 2 packages, of which PyP")
    code, lines = audit.verdict([HOLLOW, UNKNOWN])
    assert (code, len(lines)) == (1, 3)


def test_an_audit_without_an_answer_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert audit.main() == 0
    assert capsys.readouterr().out.startswith("NOT AUDITED  nothing")
