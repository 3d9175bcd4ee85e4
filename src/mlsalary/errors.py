"""What can go wrong, in words for the person who asked.

Each error carries a stable ``code`` for scripts, a ``message`` that names the thing, the reason
and the way out, and ``suggestions`` where there are any. ``exit_code`` is what the command line
ends with: 2 usage, 3 not found or ambiguous, 4 bad data.
"""

from __future__ import annotations

from collections.abc import Iterable


class MlsalaryError(Exception):
    """An error that a user can act upon; every error of mlsalary is one.

    code: stable, for scripts. message: the thing, the reason and what to do. suggestions: what
    may have been meant, the nearest first. exit_code: what the command line ends with.

    >>> from mlsalary import MlsalaryError, Profile, estimate
    >>> try:
    ...     estimate(Profile(years=5, spec="llmm"))
    ... except MlsalaryError as error:
    ...     print(error.code, error.suggestions[0])
    spec_not_found llm
    """

    exit_code = 1

    def __init__(self, code: str, message: str, suggestions: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestions = tuple(suggestions)


class UsageError(MlsalaryError):
    """The question is put in a way that has no answer.

    >>> from mlsalary import Profile, UsageError, estimate
    >>> try:
    ...     estimate(Profile(metro="San Jose"))
    ... except UsageError as error:
    ...     print(error.code, error.exit_code)
    years_or_level 2
    """

    exit_code = 2


class NotFoundError(MlsalaryError):
    """A place, specialization, level … that is not known, or that could mean several.

    >>> from mlsalary import NotFoundError, Profile, estimate
    >>> try:
    ...     estimate(Profile(years=5, metro="Toronto"))
    ... except NotFoundError as error:
    ...     print(error.code, error.exit_code)
    place_abroad 3
    """

    exit_code = 3


class BadDataError(MlsalaryError):
    """A rulebook, a table or an input file that cannot be used.

    >>> from mlsalary import BadDataError, Rulebook
    >>> try:
    ...     Rulebook.overlay("a-folder-that-is-not-there")
    ... except BadDataError as error:
    ...     print(error.code, error.exit_code)
    bad_rulebook 4
    """

    exit_code = 4


def unreadable(error: OSError) -> str:
    """The code for a file that cannot be read: whether it is there at all."""
    return "file_not_found" if isinstance(error, FileNotFoundError) else "cannot_read"


class ColumnWarning(UserWarning):
    """A table of which something was not read: no column says where, or one that looks like
    ours is not read.

    >>> import warnings
    >>> from mlsalary import ColumnWarning
    >>> issubclass(ColumnWarning, UserWarning)
    True
    """


def bug(error: Exception) -> MlsalaryError:
    """What went wrong in here, to be told to whoever asked."""
    return MlsalaryError(
        "bug",
        f"internal error: {type(error).__name__}: {error}. "
        "Please report it; MLSALARY_DEBUG=1 shows where it happened.",
    )


class ReaderLeft(MlsalaryError):  # noqa: N818 (it is no error)
    """Whoever read the output wants no more of it, which is no fault: ``| head`` does so."""

    exit_code = 0

    def __init__(self, name: str) -> None:
        super().__init__("reader_left", f"{name} is closed: nothing reads it.")
