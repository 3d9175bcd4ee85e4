"""The form of what is printed, byte for byte: one answer of a kind in every format.

Figures are tested elsewhere, so the answers are priced from the copies in ``golden_data``: another
figure changes no form. ``make goldens`` copies the data and records the files of ``__snapshots__``
anew, and whoever does so explains the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_run import run
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from mlsalary import render

DATA = ("--data", str(Path(__file__).parent / "golden_data"))
AGAIN = "If this is how it should look: make goldens, and read what it changes."
ASKED = {
    "estimate": ("estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm"),
    "offer": (
        *("offer", "--years", "5", "--metro", "San Jose", "--spec", "llm"),
        *("--employer", "big-tech", "--base", "190k", "--equity", "480000/4y"),
        *("--vesting", "5,15,40,40", "--bonus", "15%", "--signing", "40k"),
    ),
    "compare": ("compare", "--years", "5", "--metro", "Austin", "--metro", "Boise", "--spec", "cv"),
    "table": ("table", "specializations"),
    "prices": ("table", "prices", "--state", "HI"),
    "error": ("estimate", "--years", "5", "--metro", "Sprngfield"),
}
FORMATS = tuple(one.name for one in render.FORMATS.values() if not one.drawn)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("asked", ASKED)
def test_what_a_pipe_reads(asked: str, form: str, snapshot: SnapshotAssertion) -> None:
    ran = run(*ASKED[asked], *DATA, "--format", form)
    assert _bytes(ran.out + ran.err) == snapshot(extension_class=SingleFileSnapshotExtension), AGAIN


@pytest.mark.parametrize("asked", ASKED)
def test_what_a_terminal_shows(asked: str, snapshot: SnapshotAssertion) -> None:
    ran = run(*ASKED[asked], *DATA, terminal=True, width=80, colour=True)
    assert _bytes(ran.out + ran.err) == snapshot(extension_class=SingleFileSnapshotExtension), AGAIN


def _bytes(text: str) -> bytes:
    return text.encode()
