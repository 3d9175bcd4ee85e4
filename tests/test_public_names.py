"""What ``from mlsalary import …`` gives, in whatever order a script imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

import mlsalary


def test_every_public_name_is_there() -> None:
    for name in mlsalary.__all__:
        assert getattr(mlsalary, name) is not None
    assert {"compare", "judge_offer", "Offer", "target", "path", "brief"} <= set(mlsalary.__all__)


@pytest.mark.parametrize(
    "script",
    [
        "from mlsalary import Estimate, estimate",
        "from mlsalary import estimate, Estimate",
        "from mlsalary import Profile, estimate",
        "import mlsalary.results; from mlsalary import estimate",
        "from mlsalary.results import Estimate; from mlsalary import estimate",
    ],
)
def test_estimate_is_the_function_though_a_module_has_its_name(script: str) -> None:
    asked = (
        f"{script}\nfrom mlsalary import Profile\nprint(estimate(Profile(years=5)).base.p50 > 0)"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout == "True\n"
