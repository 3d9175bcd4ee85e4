"""The MCP server: the tools over standard input and output, by the official SDK."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import traceback
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from functools import cache
from importlib.metadata import version
from threading import Thread
from typing import Any

from mcp import MCPError, types
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server

from mlsalary.errors import MlsalaryError, ReaderLeft, bug
from mlsalary.mcp.answers import refusal
from mlsalary.mcp.tools import TOOLS
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted

NAME, TITLE = "mlsalary", "Pay of machine-learning engineers in the United States"
INSTRUCTIONS = """\
Pay of machine-learning jobs in the United States, offline, from cited figures. Call the tools for \
every figure: do not answer from memory. Pass words as the person wrote them (years "5-7", metro \
"Bay Area", level "L5" with its company): `read` in the answer says how each was read. Give the \
person the range and not the median alone, how far it misses (`rests_on`), the warnings, and the \
sources of what you quote. Nothing is remembered between calls and no saved profile is used: ask \
the whole question each time. An error has a code, a message and suggestions: correct the argument \
that it names, or ask the person. Where a message names an option such as --as-of, the argument is \
as_of; a command such as mlsalary offer is one that the person can run in a terminal."""
_HINTS = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_TICK = 1.0
"""Seconds after which a wait is begun again: some systems say only then that it is interrupted."""


def serve(book: Rulebook) -> None:
    """Answer until the client leaves. Raises ReaderLeft where it reads no more.

    The protocol has a thread of its own, since the SDK waits for input in a way that nothing can
    interrupt: so an interrupt ends this wait at once.
    """
    logging.getLogger("mcp").addHandler(logging.NullHandler())  # its tracebacks are not ours
    sys.unraisablehook = _unless_left
    failed: list[BaseException] = []
    thread = Thread(target=_run, args=(book, failed), daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_TICK)
    for error in failed:
        raise ReaderLeft("stdout") if isinstance(error, BrokenPipeError) else error


def _unless_left(fault: sys.UnraisableHookArgs) -> None:
    """From Python 3.13 on, a file that closes itself says so where nobody reads what is left."""
    if not isinstance(fault.exc_value, BrokenPipeError):
        sys.__unraisablehook__(fault)


def _run(book: Rulebook, failed: list[BaseException]) -> None:
    try:
        asyncio.run(_serve(book))
    except BaseException as error:
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        failed.append(error)


async def _serve(book: Rulebook) -> None:
    """One call at a time is worked on: that is as fast as several, and what one reads of the
    rulebook, the next has. All others can be called off meanwhile."""
    with ThreadPoolExecutor(1) as worker:
        served = server(book, worker)
        async with stdio_server() as (incoming, outgoing):
            with redirect_stdout(sys.stderr):  # else what is printed would wait, and be sent last
                await served.run(incoming, outgoing, served.create_initialization_options())


def server(book: Rulebook, worker: ThreadPoolExecutor) -> Server:
    """The server of a rulebook. worker: where calls are worked on."""

    @cache
    def listed() -> types.ListToolsResult:
        return types.ListToolsResult(tools=_tools(book))

    async def list_tools(_: ServerRequestContext, params: Any) -> types.ListToolsResult:
        return await asyncio.get_running_loop().run_in_executor(worker, listed)

    async def call_tool(
        _: ServerRequestContext, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        if params.name not in TOOLS:
            raise MCPError(
                code=types.INVALID_PARAMS,
                message=f"There is no tool {quoted(params.name)}. Tools: {', '.join(TOOLS)}.",
            )
        return await asyncio.get_running_loop().run_in_executor(
            worker, call, params.name, params.arguments or {}, book
        )

    return Server(
        NAME,
        version=version("mlsalary"),
        title=TITLE,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def call(name: str, given: Mapping[str, Any], book: Rulebook) -> types.CallToolResult:
    """What a tool answers: the object of its contract and a text, or an error as both."""
    names = _names(book)
    try:
        answer = TOOLS[name].ask(given, book)
        return _result(answer.content, answer.text(names))
    except MlsalaryError as error:
        return _result(*refusal(error, names), is_error=True)
    except Exception as error:
        if os.environ.get("MLSALARY_DEBUG"):
            traceback.print_exc()
        return _result(*refusal(bug(error), names), is_error=True)


def _result(content: dict[str, Any], text: str, *, is_error: bool = False) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(text=text)], structured_content=content, is_error=is_error
    )


@cache
def _names(book: Rulebook) -> frozenset[str]:
    """The arguments of all tools."""
    return frozenset(name for tool in TOOLS.values() for name in tool.properties(book))


def _tools(book: Rulebook) -> list[types.Tool]:
    return [
        types.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.about,
            input_schema=tool.input_schema(book),
            output_schema=tool.output_schema(),
            annotations=_HINTS,
        )
        for tool in TOOLS.values()
    ]
