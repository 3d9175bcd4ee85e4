"""What a change of the program and its figures does to pay, as a table for CHANGELOG.md.

    python scripts/changed_pay.py CHECKOUT [MONTH]

Prices the panel of `mlsalary data diff` by this checkout and by an earlier one, each with its own
code, in the money of MONTH (else of the newest BLS release), and beside it in that of today.
`data diff` compares figures alone: it cannot read those of an earlier state that it has outgrown.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from mlsalary.figures import hundreds, month_name, percent
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.tables.panel import panel, typed

HERE = Path(__file__).resolve().parents[1]


def main(before: Path, month: str) -> None:
    """Print the table."""
    when = month_name(month)
    pays = ("base", "total")
    columns = [f"{pay} {one}" for pay in pays for one in ("before", "after", "change", "today")]
    print(f"In {when} dollars; today: in the dollars that an answer is in now.\n")
    print(f"| profile | {' | '.join(columns)} |")
    print("|---|" + "---:|" * len(columns))
    for profile in panel(Rulebook.shipped()):
        asked = typed(profile)
        then, now, today = (
            answer(checkout, asked, money)
            for checkout, money in ((before, month), (HERE, month), (HERE, None))
        )
        cells = []
        for pay in pays:
            old, new, newest = (each[pay]["p50"] for each in (then, now, today))
            cells += [hundreds(old), hundreds(new), percent(new / old - 1, sign=True)]
            cells.append(hundreds(newest))
        print(f"| `{asked}` | {' | '.join(cells)} |")


def answer(checkout: Path, asked: str, month: str | None) -> Any:
    """The estimate that a checkout prints; a month that the profile asks for holds."""
    money = ["--as-of", month] if month and "--as-of" not in asked else []
    line = [sys.executable, "-m", "mlsalary", "estimate", *shlex.split(asked), *money, "--json"]
    of_checkout = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    ran = subprocess.run(line, env=of_checkout, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{checkout}: {asked}: {ran.stderr}")
    return json.loads(ran.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), (sys.argv[2:] or [Model.of(Rulebook.shipped()).dollars])[0])
