"""What the libraries beneath a batch end with, as one line that says what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from mlsalary.errors import BadDataError, MlsalaryError
from mlsalary.spelling import one_line

_SHOWN = 200  # characters of a library's own words
_PANIC = "PanicException"


@contextlib.contextmanager
def failures_explained(source: str) -> Iterator[None]:
    """BadDataError for memory that gives out and for a file that Polars or PyArrow fail on."""
    try:
        yield
    except MlsalaryError:
        raise
    except MemoryError as error:
        raise out_of_memory(source) from error
    except BaseException as error:
        if not _is_a_library_s(error):
            raise
        if "alloc" in str(error) or "memory" in str(error):
            raise out_of_memory(source) from error
        reason = one_line(error, _SHOWN).rstrip(".") or type(error).__name__
        raise BadDataError(
            "cannot_read",
            f"{source} cannot be priced: {reason}. It may be damaged; fetch or write it again.",
        ) from error


def _is_a_library_s(error: BaseException) -> bool:
    """Whether Polars or PyArrow raised it. Polars' panics are no Exceptions, and have a class of
    their own in each library that is written in Rust: they are known by its name."""
    import polars as pl
    import pyarrow as pa

    if isinstance(error, pl.exceptions.PolarsError | pa.ArrowException):
        return True
    return any(kind.__name__ == _PANIC for kind in type(error).__mro__)


def out_of_memory(source: str) -> BadDataError:
    """When there is not enough for what a file holds."""
    return BadDataError(
        "out_of_memory",
        f"{source} needs more memory than there is. Allow more (ulimit -v), or price it in parts.",
    )
