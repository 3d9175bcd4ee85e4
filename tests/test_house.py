"""The plan of the house: one name a verb, one place for each library, every package declared."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import mlsalary
from mlsalary.cli import VERBS
from mlsalary.engine.chain import RULES
from mlsalary.engine.rule import Rule
from mlsalary.profile import COLUMNS
from mlsalary.results import name_of
from mlsalary.schemas import RESULTS

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "mlsalary"
# Packages whose name on the index is not the name they are imported by.
CALLED = {"ibis": "ibis-framework", "python_calamine": "python-calamine"}
MOST_ENTRIES = 32
# Rules whose step has a name of its own in answers.
STEPS = {"experience": "years", "local": "place_employer"}


@cache
def imports(path: Path) -> frozenset[str]:
    """The top-level packages that a module imports, wherever in it."""
    return frozenset(_imports(ast.parse(path.read_text(encoding="utf-8"))))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def importers(package: str) -> set[str]:
    return {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if package in imports(path)
    }


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        declared += extra
    known = {re.split(r"[^A-Za-z0-9-]", one)[0].casefold() for one in declared}
    for path in SOURCES.rglob("*.py"):
        for package in imports(path) - set(sys.stdlib_module_names) - {"mlsalary"}:
            name = CALLED.get(package, package.replace("_", "-"))
            assert name in known, f"{path} imports {package}"


def test_a_library_has_one_place() -> None:
    assert importers("rapidfuzz") == {"spelling.py"}
    assert importers("tomlkit") == {
        "evaluation/fit/writing.py",
        "importing/release.py",
        "saved/config.py",
    }
    assert importers("plotille") == {"render/charts.py"}
    assert importers("matplotlib") == {"render/sheet.py", "render/reliability_plot.py"}
    assert importers("jinja2") == {"render/html.py"}
    assert importers("platformdirs") == {"rulebook/home.py"}
    assert importers("shellingham") == {"cli/shells.py"}
    assert importers("rich") == {"render/terminal.py", "cli/progress.py", "explore/text.py"}
    pydantic = importers("pydantic") | importers("pydantic_core")
    assert {name for name in pydantic if not name.startswith("rulebook/checks/")} == {"schemas.py"}


def test_a_verb_has_one_name_on_every_floor() -> None:
    for verb in VERBS:
        assert callable(getattr(import_module(f"mlsalary.cli.{verb}"), verb))
    for name, home in RESULTS.items():
        there = vars(import_module(home)).values()
        results = [one for one in there if hasattr(one, "SCHEMA") and name_of(one) == name]
        assert results, name
        assert callable(import_module(f"mlsalary.render.pages.{name}").page)
    pages = {path.stem for path in (SOURCES / "render" / "pages").glob("*.py")}
    assert pages - set(RESULTS) == {
        *("__init__", "parts", "closing", "explaining", "data_diff", "notes", "offer_parts"),
        *("table_cells", "charting", "compared", "compared_real", "real"),
        *("batch_report", "batch_pay", "batch_rows", "histogram"),  # a batch answers with files
    }


def test_a_rule_is_one_module_in_the_list_and_knows_no_other_rule() -> None:
    found = {}
    for path in (SOURCES / "engine").glob("*.py"):
        module = import_module(f"mlsalary.engine.{path.stem.removesuffix('__init__')}".rstrip("."))
        if isinstance(getattr(module, "RULE", None), Rule):
            found[path.stem] = path
    assert {rule.name for rule in RULES} == {STEPS.get(name, name) for name in found}
    for name, path in found.items():
        text = path.read_text(encoding="utf-8")
        assert import_module(f"mlsalary.engine.{name}").RULE.name == STEPS.get(name, name)
        others = [other for other in found if other != name]
        assert not re.search(rf"engine\.({'|'.join(others)}) import|engine import", text), name


@pytest.mark.parametrize("name", ["batch.md", "sql.md"])
def test_the_columns_of_a_table_are_named_in_the_docs(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    listed = re.findall(r"`(years, [a-z_, ]+)`", " ".join(text.split()))
    assert listed
    assert all(set(one.split(", ")) == set(COLUMNS) for one in listed)


def test_the_public_names_are_one_list() -> None:
    """What a type checker reads is what a program gets."""
    tree = ast.parse((SOURCES / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    typed = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed == mlsalary._HOMES


def test_the_hall_is_small() -> None:
    entries = [path for path in SOURCES.iterdir() if path.name != "__pycache__"]
    assert len([path for path in entries if path.name != "py.typed"]) <= MOST_ENTRIES


def test_what_is_shown_in_full_names_a_quick_test_that_shows_it_in_part() -> None:
    """``make test`` runs that one, and not what is marked as thorough."""
    files = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*.py"))
    nodes = [node for text in files for node in ast.walk(ast.parse(text))]
    tests = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    quick = {one.name for one in tests if not any(map(_full, one.decorator_list))}
    named = [name for node in nodes for name in _full(node)]
    assert named
    assert [name for name in named if name not in quick] == []


def _full(node: ast.AST) -> list[str]:
    """The quick test that a mark of a thorough one names; none where other cases of it are."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.thorough":
        return [ast.literal_eval(one) for one in node.args]
    return []
