"""What a fresh process loads: start-up is a feature, and a stray import is how it is lost."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = [
    "rich",
    "pydantic",
    "rapidfuzz",
    "platformdirs",
    "tomllib",
    "numpy",
    "scipy",
    "polars",
    "narwhals",
    "pyarrow",
    "duckdb",
    "pyspark",
    "ibis",
    "sqlglot",
    "pandas",
    "matplotlib",
    "jinja2",
    "plotille",
    "importlib.metadata",
    "tempfile",
]
ASKED = ["estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm"]


def loaded_by(arguments: list[str]) -> set[str]:
    """The modules in memory after ``mlsalary ARGUMENTS``."""
    program = (
        "import sys\nfrom mlsalary.__main__ import run\n"
        f"sys.argv = ['mlsalary', *{arguments!r}]\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines())


@pytest.fixture(scope="module", autouse=True)
def made() -> None:
    """After an edit, one run makes what the others read."""
    loaded_by([*ASKED, "--json"])


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        ([*ASKED, "--json"], set()),
        ([*ASKED, "--format", "plain"], set()),
        ([*ASKED, "--format", "csv"], set()),
        ([*ASKED, "--format", "table"], {"rich"}),
        ([*ASKED, "--format", "table", "--chart"], {"rich", "plotille"}),
        ([*ASKED, "--format", "plain", "--chart"], set()),
        (["table", "states", "--json"], set()),
    ],
)
def test_only_what_the_question_needs_is_loaded(arguments: list[str], allowed: set[str]) -> None:
    assert loaded_by(arguments) & set(HEAVY) == allowed


def test_a_question_without_a_place_loads_no_place() -> None:
    loaded = loaded_by(["estimate", "--years", "5", "--json"])
    assert {name for name in loaded if name.startswith("mlsalary.places.")} == {
        "mlsalary.places.located"
    }


def test_the_package_alone_loads_nothing() -> None:
    program = "import sys, mlsalary; print([n for n in sys.modules if n.startswith('mlsalary')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "['mlsalary']"
