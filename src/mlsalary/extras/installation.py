"""The line that adds extras to mlsalary in the way it was installed here.

Installers leave behind what they did: ``direct_url.json`` (PEP 610) says from where, a file of pipx
or uv in the environment says by which of them.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, distribution, requires
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

NAME = "mlsalary"
_EXTRAS = re.compile(r"\[([\w\s,-]+)\]\s*(?:$|[@<>=!~;])")
"""In a requirement, or behind a path."""
_OF_EXTRA = re.compile(r"""(.+?)\s*;\s*extra\s*==\s*['"]([\w-]+)['"]""")
"""A line of metadata: what an extra requires, and which extra."""
_HARMLESS = re.compile(r"[\w@%+=:,./\\-]+")
_RUN = '"$`\\!'
"""What a POSIX shell takes for its own within double quotes."""


class Source(NamedTuple):
    """What mlsalary was installed from: a folder or a file at ``path``, or ``url``, or an index."""

    path: Path | None = None
    url: str = ""
    editable: bool = False

    def having(self, extras: Collection[str]) -> str:
        """The requirement with these extras."""
        wanted = f"[{','.join(sorted(extras))}]"
        if self.path:
            return f"{self.path}{wanted}"
        return f"{NAME}{wanted} @ {self.url}" if self.url else f"{NAME}{wanted}"


class Tool(NamedTuple):
    """A command that keeps an environment for mlsalary alone, and the extras it was given for it,
    which another installation would drop."""

    command: str
    extras: Collection[str] = ()


def line_for(extras: Collection[str]) -> str:
    """What a person types into a shell to have ``extras`` as well.

    Where the folder or the file is gone from which mlsalary was installed, only what the extras
    require is installed.
    """
    source = _source()
    if source.path and not source.path.exists():
        return " ".join([_installer(), *map(in_shell, packages(extras))])
    tool = _tool() or Tool(_installer())
    editable = " --editable" if source.editable else ""
    return f"{tool.command}{editable} {in_shell(source.having({*extras, *tool.extras}))}"


def packages(extras: Collection[str]) -> list[str]:
    """The requirements of extras, each once."""
    lines = map(_OF_EXTRA.fullmatch, requires(NAME) or ())
    return list(dict.fromkeys(line[1] for line in lines if line and line[2] in extras))


def in_shell(text: str) -> str:
    """A text as one word of a shell, in double quotes where these do: so does every shell read it,
    those of Windows too."""
    return shlex.quote(text) if os.name != "nt" and set(_RUN) & set(text) else f'"{text}"'


def _source() -> Source:
    try:
        recorded: dict[str, Any] = json.loads(
            distribution(NAME).read_text("direct_url.json") or "{}"
        )
    except PackageNotFoundError:  # it runs in a clone that nobody installed
        clone = Path(__file__).resolve().parents[3]
        found = (clone / "pyproject.toml").is_file()
        return Source(clone, editable=True) if found else Source()
    url, vcs = recorded.get("url", ""), recorded.get("vcs_info")
    if vcs:
        url = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    elif url.startswith("file:"):
        path = Path(url2pathname(urlsplit(url).path))
        return Source(path, editable=recorded.get("dir_info", {}).get("editable", False))
    folder = recorded.get("subdirectory")
    return Source(url=f"{url}#subdirectory={folder}" if folder else url)


def _tool() -> Tool | None:
    """pipx or uv, where one of them keeps this environment; not where it is another program's."""
    by_pipx, by_uv = Path(sys.prefix, "pipx_metadata.json"), Path(sys.prefix, "uv-receipt.toml")
    if by_pipx.is_file():
        package = json.loads(by_pipx.read_text(encoding="utf-8"))["main_package"]
        if package["package"] == NAME and not package.get("suffix"):
            had = _EXTRAS.search(package["package_or_url"])
            return Tool("pipx install --force", re.findall(r"[\w-]+", had[1]) if had else ())
    if by_uv.is_file():
        tool = tomllib.loads(by_uv.read_text(encoding="utf-8"))["tool"]
        first, python = tool["requirements"][0], tool.get("python")
        if first["name"] == NAME:
            which = f" --python {_word(python)}" if python else ""
            return Tool(f"uv tool install --force{which}", first.get("extras", ()))
    return None


def _installer() -> str:
    """pip as its name alone where that is this environment's; else by the interpreter, or uv's."""
    if find_spec("pip"):
        found = shutil.which("pip")
        is_ours = found and Path(found).parent == Path(sysconfig.get_path("scripts"))
        return "pip install" if is_ours else f"{_word(sys.executable)} -m pip install"
    activated = os.environ.get("VIRTUAL_ENV") == sys.prefix
    return "uv pip install" + ("" if activated else f" --python {_word(sys.executable)}")


def _word(text: str) -> str:
    return text if _HARMLESS.fullmatch(text) else in_shell(text)
