"""The tables of places are what their script makes of the downloads."""

from __future__ import annotations

from pathlib import Path

from pinned_data import ROOT, rebuilt

import build_places  # isort: skip


def test_committed_tables_are_what_the_script_makes(tmp_path: Path) -> None:
    built = rebuilt(build_places.build, tmp_path)
    for name in ("places.csv", "zips.csv", "micropolitan.csv", "abroad_cities.csv", "built.toml"):
        assert (built / name).read_bytes() == (ROOT / "data" / name).read_bytes(), name
