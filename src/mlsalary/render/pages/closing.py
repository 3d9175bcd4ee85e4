"""How a page ends: its sources where they were asked for, else how to ask for what it left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlsalary.render.page import Block, Bullets, Ways
from mlsalary.render.view import View
from mlsalary.results import Source


def closing(
    view: View,
    sources: Sequence[Source],
    *,
    why: str = "Why",
    more: Sequence[str] = (),
) -> Iterator[Block]:
    """The sources, or the options that show what this page did not.

    why: what ``--explain`` answers; nothing where a page knows no such option. more: other ways on,
    such as a command.
    """
    if view.sources and sources:
        yield source_list(sources)
    ways = [f"{why}: --explain"] if why and not view.explain else []
    ways += [] if view.sources or not sources else ["Sources: --sources"]
    if ways := [*ways, *more]:
        yield Ways(ways)


def source_list(sources: Sequence[Source]) -> Bullets:
    """Where the figures come from."""
    items = []
    for one in sources:
        said = ", ".join(each for each in (one.title, one.publisher, one.period) if each)
        items.append(f"{one.id}: {said}{f', {one.url}' if one.url else ''}")
    return Bullets("Sources", items, links=[one.url or "" for one in sources])
