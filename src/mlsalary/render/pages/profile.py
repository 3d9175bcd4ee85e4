"""The page of a saved profile: what later commands start from, and where each word is from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsalary.render.page import Block, Column, Grid, Heading, Page, Paragraph, Stack, Ways
from mlsalary.render.read_lines import read_lines
from mlsalary.render.view import FIRST_SCREEN, View
from mlsalary.sentences.started import called, shown

if TYPE_CHECKING:
    from mlsalary.decisions.profile import SavedProfile

_WAYS = {
    "save": "Use it: mlsalary estimate",
    "change": "Change it: mlsalary profile save --years 7",
    "clear": "Forget it: mlsalary profile clear",
    "first": "Save one: mlsalary profile save --years 6 --metro Austin",
}


def page(result: SavedProfile, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: SavedProfile) -> Iterator[Block]:
    yield Heading("Your profile", result.place or "")
    yield Stack([Paragraph(said) for said in _said(result)])
    yield from read_lines(result.read)
    if result.left_out:
        left = " ".join(f"{called(row.field)} {shown(row.value)}" for row in result.left_out)
        yield Paragraph(f"No longer saved, as this says it in another way: {left}.")
    if result.rows:
        yield Grid(
            "",
            (Column("Option"), Column("Value"), Column("From")),
            [(called(row.field), shown(row.value), row.from_) for row in result.rows],
            [f"{called(row.field)} {shown(row.value)}: {row.from_}." for row in result.rows],
        )
    for notice in result.warnings:
        yield Paragraph(notice.message, "note")
    ways = ("save", "change", "clear") if result.rows else ("first",)
    yield Ways([_WAYS[way] for way in ways])


def _said(result: SavedProfile) -> Iterator[str]:
    if result.action == "save":
        yield f"Saved in {result.file}." if result.changed else f"{result.file} says so already."
    elif result.action == "clear":
        yield f"Forgotten: {result.file}." if result.changed else "Nothing was saved."
    elif not result.rows:
        yield "Nothing is saved, and no MLSALARY_ variable is set."
    else:
        yield "estimate, offer, compare, target, path and brief start from this:"
    if result.action == "clear" and result.rows:
        yield "These variables still hold:"
