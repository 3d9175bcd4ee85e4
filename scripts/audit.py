"""Ask whether anything that mlsalary needs has a known vulnerability.

    python scripts/audit.py

``make release`` runs it, on what an installation of today would get with every extra. It ends with
1 if there is a vulnerability. pip-audit calls a package that its source does not answer about
skipped, and ends well: here that is said, and no release is called audited that is not.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PINNED = (
    *("pip", "compile", "--quiet", "--no-header", "--no-annotate"),
    *("--extra", "all", "--extra", "spark", "pyproject.toml"),
)
AUDITED = ("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off")
SHOWN = 5


def verdict(packages: Sequence[dict[str, Any]]) -> tuple[int, list[str]]:
    """The exit code and what to say of the packages of pip-audit's report."""
    lines = [
        f"VULNERABLE  {one['name']} {one['version']}: {fault['id']}, fixed in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in packages
        for fault in one.get("vulns", ())
    ]
    code = 1 if lines else 0
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if skipped:
        named = ", ".join(skipped[:SHOWN]) + (" and others" if len(skipped) > SHOWN else "")
        lines.append(
            f"NOT AUDITED  {len(skipped)} of {len(packages)} packages, of which PyPI's advisories "
            f"could not be read from here: {named}. Run it where they can be."
        )
    if not lines:
        lines.append(f"ok    {len(packages)} packages audited, no known vulnerability")
    return code, lines


def report() -> list[dict[str, Any]]:
    """The packages of pip-audit's report; OSError or ValueError where there is none."""
    programs = Path(sys.executable).parent
    pins = subprocess.run([programs / "uv", *PINNED], cwd=ROOT, capture_output=True, check=False)
    if pins.returncode:
        raise OSError(pins.stderr.decode().strip())
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_bytes(pins.stdout)
        done = subprocess.run(
            [programs / "pip-audit", "-r", listed, *AUDITED], capture_output=True, check=False
        )
    if not done.stdout:
        raise OSError(done.stderr.decode().strip()[-300:])
    found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    return found


def main() -> int:
    """Say what is found."""
    try:
        code, lines = verdict(report())
    except (OSError, ValueError) as error:
        code, lines = 0, [f"NOT AUDITED  nothing, since pip-audit gave no answer: {error}"]
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    raise SystemExit(main())
