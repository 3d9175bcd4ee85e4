"""``mlsalary mcp``: the tools of an assistant."""

from __future__ import annotations

import sys

from mlsalary.cli.options import takes_rulebook
from mlsalary.cli.terminal import CURRENT
from mlsalary.rulebook import Rulebook

_WAITING = (
    "Waiting for an assistant on standard input, which starts mlsalary mcp by itself once it is "
    "configured: docs/assistants.md says how. Ctrl-C ends it.\n"
)


@takes_rulebook
def mcp(book: Rulebook) -> None:
    """Answer an assistant: an MCP server on standard input and output.

    Its tools are estimate, judge_offer, compare, target, lookup_table and find_place.
    They answer with the JSON of the commands, read only, offline, and without your saved profile.

    An assistant starts it by itself, once its configuration names the command mlsalary and the
    argument mcp. docs/assistants.md has the lines for the usual ones.
    """
    from mlsalary.extras import need_all

    need_all(mcp=("mcp", "mcp_types"))  # the second is new in the SDK's version 2
    from mlsalary.mcp.server import serve

    if sys.stdin.isatty():
        CURRENT.get().stderr.write(_WAITING)
    serve(book)
