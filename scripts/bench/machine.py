"""The machine and the versions under a measurement; neither its name nor a path."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("Polars", "PyArrow", "Narwhals", "mlsalary")


def described(today: date | None = None) -> dict[str, str]:
    """What a reader compares with a machine of their own."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "date": (today or date.today()).isoformat(),
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GB",
        "Python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def processor(told: Path = Path("/proc/cpuinfo")) -> str:
    """The model, as Linux says it; elsewhere as Python does."""
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
