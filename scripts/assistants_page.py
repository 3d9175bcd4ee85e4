"""Write anew what docs/assistants.md takes from the server: its tools, and what one answers.

python scripts/assistants_page.py
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mlsalary.figures import listed
from mlsalary.mcp.server import call
from mlsalary.mcp.tools import TOOLS
from mlsalary.profile import FIELDS as ALL
from mlsalary.rulebook import Rulebook

Question = tuple[str, dict[str, Any]]
PAGE = Path(__file__).resolve().parents[1] / "docs" / "assistants.md"
FIELDS = [one.name for one in ALL]
_PART = re.compile(r"(<!-- (tools|answer|refusal) -->\n).*?(?=<!-- end -->)", re.DOTALL)
QUESTION: Question = (
    "judge_offer",
    {"years": "5-7", "metro": "Seattle", "base": "195k", "equity": "400k/4y"},
)
MISTAKE: Question = ("estimate", {"years": 5, "metro": "Springfield"})
"""What an assistant may make of what somebody writes."""


def page(before: str) -> str:
    """The page with every such part as it is now."""
    made = {"tools": _tools, "answer": _answer, "refusal": _refusal}
    return _PART.sub(lambda found: f"{found[1]}\n{made[found[2]]()}\n\n", before)


def _tools() -> str:
    return "\n".join(_rows())


def _rows() -> Iterator[str]:
    yield "| tool | what it answers | arguments | JSON |"
    yield "| --- | --- | --- | --- |"
    for tool in TOOLS.values():
        names = [*tool.properties(Rulebook.shipped())]
        if set(FIELDS) <= {*names}:
            names = [*(name for name in names if name not in FIELDS), "the job"]
        names = [f"**{name}**" if name in tool.required else name for name in names]
        about = tool.about.partition(": ")[0].partition(". ")[0]
        yield f"| `{tool.name}` | {about} | {', '.join(names)} | `{tool.contract}` |"
    yield ""
    yield f"*The job* is {listed(FIELDS)}: as many of them as are known."


def _answer() -> str:
    told = call(*QUESTION, Rulebook.shipped()).model_dump()["content"][0]["text"]
    return f"{_question(*QUESTION)}\n\n```text\n{told}\n```"


def _refusal() -> str:
    told = call(*MISTAKE, Rulebook.shipped())
    return f"{_question(*MISTAKE)}\n\n```json\n{json.dumps(told.structured_content, indent=2)}\n```"


def _question(tool: str, arguments: dict[str, Any]) -> str:
    return f"```json\n{json.dumps({'name': tool, 'arguments': arguments})}\n```"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
