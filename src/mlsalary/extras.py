"""Optional parts of the installation: a missing one is one line that says how to get it."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from mlsalary.errors import UsageError


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
