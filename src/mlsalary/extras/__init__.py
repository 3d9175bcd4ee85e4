"""What a command needs beyond Python: optional packages, and memory. Where it is missing, one line
says how to get it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from importlib import import_module
from itertools import chain
from types import ModuleType

from mlsalary.errors import BadDataError, UsageError


def need(module: str, extra: str) -> ModuleType:
    """Import ``module``, which the extra ``extra`` of mlsalary installs; UsageError as of
    ``need_all``."""
    need_all(**{extra: (module,)})
    return import_module(module)


def need_all(**modules: Iterable[str]) -> None:
    """Require the modules that a command takes from each extra, such as ``xlsx=["xlsxwriter"]``.

    UsageError ``extra_missing`` where some are not installed, with one line that installs them all.
    """
    missing = {
        extra: [name for name in names if not _is_there(name)] for extra, names in modules.items()
    }
    *others, last = dict.fromkeys(chain(*missing.values())) or [""]
    if last:
        from mlsalary.extras.installation import line_for  # only where something is missing

        said = (
            f"{', '.join(others)} and {last}, which are not installed. Install them with"
            if others
            else f"{last}, which is not installed. Install it with"
        )
        line = line_for([extra for extra, names in missing.items() if names])
        raise UsageError("extra_missing", f"This needs {said}:\n{line}", [line])


def _is_there(module: str) -> bool:
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != module.partition(".")[0]:
            raise  # the module is there, and something inside it is broken
        return False
    return True


def need_memory(source: str, least: int) -> None:
    """BadDataError where this process may not have ``least`` bytes of address space.

    To be asked before Polars and PyArrow are loaded: where these get no memory or cannot start a
    thread, they end the process without a word of ours.
    """
    with contextlib.suppress(ImportError):
        import resource  # not on Windows, which has no such limit

        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY and most < least:
            raise BadDataError(
                "out_of_memory",
                f"{source} cannot be priced in {most >> 20:,} MiB of address space, which is what "
                f"this process may have. Allow {least >> 20:,} (ulimit -v {least >> 10}).",
            )
