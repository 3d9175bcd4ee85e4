"""The scripts by which bash, zsh and fish complete a command line, and where each keeps them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from mlsalary.errors import UsageError
from mlsalary.spelling import quoted

_SCRIPTS = Path(__file__).with_name("shell_scripts")
_OF_BASH = "source ~/.bash_completions/mlsalary.sh"
_OF_ZSH = "fpath+=~/.zfunc; autoload -Uz compinit; compinit"
"""The lines by which they are loaded; that of zsh is Typer's, which other programs add as well."""


def script(shell: str) -> str:
    """The script of a shell."""
    return (_SCRIPTS / f"mlsalary.{shell}").read_text(encoding="utf-8")


def current() -> str:
    """The shell that runs this program: bash, zsh or fish; UsageError for another."""
    import shellingham

    try:
        shell: str = shellingham.detect_shell()[0]
    except shellingham.ShellDetectionFailure:
        shell = Path(os.environ.get("SHELL", "")).name
    if shell not in _INSTALLING:
        which = f", not for {quoted(shell)}" if shell else ""
        raise UsageError(
            "unknown_shell",
            f"Completion is for bash, zsh and fish{which}. Run this in one of them.",
        )
    return shell


def install() -> str:
    """Install the script of the shell that runs this program; says what was written."""
    shell = current()
    return _INSTALLING[shell](script(shell))


def _install_bash(text: str) -> str:
    path, start = Path.home() / ".bash_completions" / "mlsalary.sh", Path.home() / ".bashrc"
    _write(path, text)
    return _installed("bash", path, start, _add_line(start, _OF_BASH))


def _install_zsh(text: str) -> str:
    path = Path.home() / ".zfunc" / "_mlsalary"
    start = Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    _write(path, text)
    return _installed("zsh", path, start, _add_line(start, _OF_ZSH))


def _install_fish(text: str) -> str:
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    path = home / "fish" / "completions" / "mlsalary.fish"
    _write(path, text)
    return _installed("fish", path)


_INSTALLING: dict[str, Callable[[str], str]] = {
    "bash": _install_bash,
    "zsh": _install_zsh,
    "fish": _install_fish,
}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _add_line(path: Path, line: str) -> bool:
    """Add a line at the end of a file of the user's, which is never written anew; False where it
    is there."""
    content = path.read_bytes() if path.exists() else b""
    if line.encode() in content.splitlines():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        gap = b"" if content.endswith(b"\n") or not content else b"\n"
        file.write(gap + line.encode() + b"\n")
    return True


def _installed(shell: str, path: Path, start: Path | None = None, added: bool = False) -> str:
    line = f", and loaded by a line in {start}" if added else ""
    return f"Completion for {shell} is in {path}{line}. It works from the next {shell} you start.\n"
