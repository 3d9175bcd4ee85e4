"""The shipped TOML files as JSON, which is read ten times as fast; each with the sum of its text.

A line a file: its name, the sum and the JSON, with tabs between; only what is asked for is parsed.
An entry counts only while its sum fits. When one does not, all are made anew, once.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from mlsalary.rulebook import made

NAME = "toml"
KEY = "toml 2"
"""Another number when the form of the entries changes."""


def table(name: str, content: bytes) -> dict[str, Any] | None:
    """The table of the TOML file ``name``, None unless it was parsed with this very content."""
    kept_sum, text = _entries().get(name, ("", b""))
    return dict(json.loads(text)) if kept_sum == f"{crc32(content):08x}" else None


@cache
def renew(folder: Path) -> None:
    """Parse what has changed in ``folder`` for the runs to come, where that can be kept."""
    if made.can_keep():
        made.keep(made.folder() / NAME, KEY, entries(folder))


def entries(folder: Path) -> bytes:
    """Every TOML file of ``folder`` that can be parsed and said in JSON."""
    import tomllib

    lines = list[str]()
    for path in sorted(folder.rglob("*.toml")):
        try:
            content = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            parsed = table(name, content) or tomllib.loads(content.decode())
            text = json.dumps(parsed, ensure_ascii=False, separators=(",", ":"))
        except (OSError, ValueError, TypeError):
            continue  # whoever needs the file says what is wrong with it
        lines.append(f"{name}\t{crc32(content):08x}\t{text}\n")
    return "".join(lines).encode()


@cache
def _entries() -> dict[str, tuple[str, bytes]]:
    content = made.read(made.folder() / NAME, KEY) or b""
    rows = (line.split(b"\t", 2) for line in content.splitlines())
    return {name.decode(): (kept_sum.decode(), text) for name, kept_sum, text in rows}
