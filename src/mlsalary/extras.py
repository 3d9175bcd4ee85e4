"""What a command needs beyond Python: optional packages, and memory. Where it is missing, one line
says how to get it."""

from __future__ import annotations

import contextlib
from importlib import import_module
from types import ModuleType

from mlsalary.errors import BadDataError, UsageError


def need(module: str, extra: str) -> ModuleType:
    """Import ``module``, which the extra ``extra`` of mlsalary installs.

    UsageError ``extra_missing`` with the install command when it is not there.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        name = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != name:
            raise  # the module is there, and something inside it is broken
        raise UsageError(
            "extra_missing",
            f'This needs {name}, which is not installed: pip install "mlsalary[{extra}]"',
        ) from error


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
