"""What can go wrong, in words for the person who asked.

Each error carries a stable ``code`` for scripts, a ``message`` that names the thing, the reason
and the way out, and ``suggestions`` where there are any. ``exit_code`` is what the command line
ends with: 2 usage, 3 not found or ambiguous, 4 bad data.
"""

from __future__ import annotations

from collections.abc import Iterable


class MlsalaryError(Exception):
    """An error that a user can act upon."""

    exit_code = 1

    def __init__(self, code: str, message: str, suggestions: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestions = tuple(suggestions)


class UsageError(MlsalaryError):
    """The question is put in a way that has no answer."""

    exit_code = 2


class NotFoundError(MlsalaryError):
    """A place, specialization, level … that is not known, or that could mean several."""

    exit_code = 3


class BadDataError(MlsalaryError):
    """A rulebook or an input file that cannot be used."""

    exit_code = 4


class ReaderLeft(MlsalaryError):  # noqa: N818 (it is no error)
    """Whoever read the output wants no more of it, which is no fault: ``| head`` does so."""

    exit_code = 0

    def __init__(self, name: str) -> None:
        super().__init__("reader_left", f"{name} is read by nobody any more.")
