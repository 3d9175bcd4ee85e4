"""docs/notebook.ipynb runs in a real kernel and shows the figures that the library gives."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from mlsalary import compare, estimate, judge_offer, path
from mlsalary.figures import hundreds, thousands

nbformat: Any = pytest.importorskip("nbformat", reason="nbformat, which runs notebooks, is missing")
nbclient: Any = pytest.importorskip("nbclient", reason="nbclient, which runs notebooks, is missing")
for library in ("ipykernel", "pandas", "matplotlib", "polars"):
    pytest.importorskip(library, reason=f"the notebook needs {library}")

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def stored() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(scope="module")
def executed(stored: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The source of each cell of code -> its outputs; a cell that fails fails the test."""
    with pytest.MonkeyPatch.context() as patched, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the kernel's own libraries
        for variable in ("IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_RUNTIME_DIR"):
            patched.setenv(variable, str(tmp_path_factory.mktemp("jupyter")))
        client = nbclient.NotebookClient(stored.copy(), timeout=300, kernel_name="python3")
        cells = client.execute().cells
    return {cell.source: cell.outputs for cell in cells if cell.cell_type == "code"}


def page(executed: dict[str, Any], start: str) -> str:
    """The HTML that the cell shows whose last line starts so."""
    (outputs,) = (
        outputs for source, outputs in executed.items() if source.split("\n")[-1].startswith(start)
    )
    return str(outputs[0].data["text/html"])


def test_it_is_kept_without_outputs_so_that_no_figure_in_it_ages(stored: Any) -> None:
    nbformat.validate(stored)
    for cell in stored.cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None


def test_every_cell_runs_and_shows_something(executed: dict[str, Any]) -> None:
    for source, outputs in executed.items():
        assert outputs, source
        assert {one.output_type for one in outputs} <= {"execute_result", "display_data"}, source


def test_the_pages_show_the_figures_of_the_library(executed: dict[str, Any]) -> None:
    answer = estimate(years=5, metro="San Jose", spec="llm")
    for amount in (*answer.base[1:4], *answer.total[1:4]):
        assert thousands(amount) in page(executed, "estimate(years")
    judged = judge_offer(base="250k", equity="400k/4y", years=6, metro="Austin")
    assert judged.said.partition(".")[0] in page(executed, "judge_offer(")
    for cell in compare(years=5, metro=["Austin", "Boston", "Denver", "Seattle"]).cells:
        assert hundreds(cell.total.p50) in page(executed, "places")
        assert f"${cell.total.p50:,.0f}" in page(executed, "table[[")
    assert hundreds(path(years=3, metro="Boston").rows[0].base.p50) in page(executed, "path(")


def test_the_chart_is_drawn_and_the_frame_is_priced(executed: dict[str, Any]) -> None:
    charts = [one for outputs in executed.values() for one in outputs if "image/png" in one.data]
    assert len(charts) == 1
    priced = page(executed, "estimate_frame(")
    assert "base_p50" in priced
    assert estimate(title="ML Engineer", years=2, metro="Pittsburgh").place.code in priced
