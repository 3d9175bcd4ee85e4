"""Blocks whose texts are safe to print, whoever wrote what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from mlsalary.render.look_alikes import in_ascii
from mlsalary.render.page import Block, Page
from mlsalary.results import Range
from mlsalary.spelling import printable


def cleaned(page: Page, *, ascii_only: bool = False) -> Page:
    """The same page, every text of it on one line and printable, in ASCII if need be."""
    change = (lambda text: in_ascii(printable(text))) if ascii_only else printable
    return [mapped(block, change) for block in page]


def mapped(block: Block, change: Callable[[str], str]) -> Block:
    """The same block, each text in it changed."""
    changed: Block = _mapped(block, change)
    return changed


def _mapped(part: Any, change: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return change(part)
    if isinstance(part, Sequence) and not isinstance(part, Range):
        return tuple(_mapped(each, change) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        values = {one.name: _mapped(getattr(part, one.name), change) for one in fields(part)}
        return replace(part, **values)
    return part
