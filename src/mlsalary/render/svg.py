"""Results as pictures, those that have one: SVG by matplotlib, of the extra ``fit``."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from mlsalary.render import PICTURED
from mlsalary.results import Result, name_of


def write(result: Result) -> str:
    """The picture of a result of one of ``PICTURED``."""
    draw: Callable[[Result], str] = import_module(
        f"mlsalary.render.{PICTURED[name_of(result)]}"
    ).svg
    return draw(result)
