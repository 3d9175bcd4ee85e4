"""Results as text: one module a format, each loaded when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from mlsalary.results import Result, name_of

if TYPE_CHECKING:
    from mlsalary.render.page import Page
    from mlsalary.render.view import View

_LISTING = ("bad_rulebook", "too_little_data", "extra_missing")
"""Errors of several lines: of faults, each on its own, or with one to type into a shell."""


class Format(NamedTuple):
    """A format by its name: the module here that writes it, and its function.

    paged: whether that takes the blocks of a page, not the result. ending: of files that are
    written so unless somebody asks for another format. drawn: of the verbs in ``DRAWN`` alone.
    """

    name: str
    module: str
    function: str = "write"
    paged: bool = False
    ending: str | None = None
    drawn: bool = False


TABLE = "table"
"""The format of a terminal, which has a width and may have color."""
PICTURE = "svg"
"""The format that has nothing but a picture."""
DRAWN = ("estimate", "offer", "compare", "path", "brief", "backtest")
"""The verbs whose answers have something to draw."""
FORMATS = {
    one.name: one
    for one in (
        Format(TABLE, "terminal", paged=True),
        Format("plain", "plain", paged=True),
        Format("json", "json_text", ending=".json"),
        Format("jsonl", "json_text", "write_lines", ending=".jsonl"),
        Format("csv", "csv_text", ending=".csv"),
        Format("markdown", "markdown", paged=True, ending=".md"),
        Format("html", "html", "document", paged=True, ending=".html", drawn=True),
        Format(PICTURE, "svg", ending=".svg", drawn=True),
    )
}
_LINE = 160
"""Signs of an answer in a line."""


def text(
    result: Result,
    form: str,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
    view: View | None = None,
    rounded: bool = False,
) -> str:
    """``result`` in one of ``FORMATS``, ending with a line break.

    width (columns) and colour matter to ``table`` alone, ascii_only and view to every page; view
    is how much of it a page shows, None its first screen. rounded: whole dollars in JSON, which has
    them exact; every other format has whole ones anyway.
    """
    how = FORMATS[form]
    if how.drawn:
        from mlsalary.render.view import DOCUMENT

        asked = view or DOCUMENT
        view = DOCUMENT._replace(explain=asked.explain, real=asked.real)
    write: Callable[..., str] = getattr(
        import_module(f"mlsalary.render.{how.module}"), how.function
    )
    if rounded and not how.paged:
        from mlsalary.render.rounding import in_whole_dollars

        result = in_whole_dollars(result)
    signs = ascii_only and not how.drawn  # which says that it is in UTF-8
    shown = composed(result, view, ascii_only=signs) if how.paged else result
    if form == TABLE:
        return write(shown, width=width, colour=colour, ascii_only=ascii_only)
    return write(shown)


def fragment(result: Result, view: View | None = None) -> str:
    """``result`` as HTML to stand in a document, such as a notebook."""
    from mlsalary.render.html import write

    return write(composed(result, view))


def in_short(result: Result) -> str:
    """``result`` in a line, for a Python shell: what it is about, and what it says first."""
    from mlsalary.render.plain import first_words
    from mlsalary.spelling import one_line

    said = one_line(": ".join(first_words(composed(result))), _LINE)
    return f"<{type(result).__name__}: {said}>"


def composed(result: Result, view: View | None = None, *, ascii_only: bool = False) -> Page:
    """The blocks that show ``result`` to a person, by the page that bears its schema's name."""
    from mlsalary.render.clean import cleaned
    from mlsalary.render.page import Paragraph
    from mlsalary.render.view import FIRST_SCREEN
    from mlsalary.sentences.started import STARTED, started

    module = import_module(f"mlsalary.render.pages.{name_of(result)}")
    compose: Callable[[Result, View], Page] = module.page
    view = view or FIRST_SCREEN
    result, notices = started(result)
    if not notices:
        return cleaned(compose(result, view), ascii_only=ascii_only)
    in_short = " and ".join(STARTED[notice.code] for notice in notices)
    title, *rest = compose(result, view._replace(started=in_short))
    told = [Paragraph(notice.message, "quiet") for notice in notices] if view.explain else []
    return cleaned([title, *told, *rest], ascii_only=ascii_only)


def error_text(code: str, message: str, suggestions: tuple[str, ...]) -> str:
    """An error as a sentence, with suggestions on a line of their own."""
    from mlsalary.figures import listed
    from mlsalary.spelling import printable

    lines = message.split("\n") if code in _LISTING else [message]
    shown = "\n".join(
        [printable(lines[0]), *(f"  {printable(line).strip()}" for line in lines[1:])]
    )
    listed_there = len(suggestions) > 1 and "; ".join(suggestions) in message
    ends_with_one = message.endswith(suggestions)
    told = "Did you mean" in message or listed_there or ends_with_one
    hint = (
        "" if told or not suggestions else f"Did you mean {printable(listed(suggestions, 'or'))}?\n"
    )
    return f"Error: {shown}\n{hint}"


def error_json(code: str, message: str, suggestions: tuple[str, ...]) -> str:
    """An error as the object of the contract."""
    from mlsalary.render import json_text

    return json_text.write_error(code, message, suggestions)
