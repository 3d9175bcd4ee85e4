"""The file of reported pay that ``fit`` and ``backtest`` read, and the options that it is read by:
those of ``batch``."""

from __future__ import annotations

import inspect
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlsalary.cli.batch import batch
from mlsalary.cli.options import Verb, mapped, signed
from mlsalary.cli.terminal import CURRENT
from mlsalary.spelling import printable

if TYPE_CHECKING:
    from mlsalary.evaluation.reported import PayFile, Reported
    from mlsalary.reading.headers import Headers
    from mlsalary.rulebook import Rulebook

_OF_BATCH = inspect.signature(batch).parameters
_NAMES = ("map_", "from_", "encoding", "delimiter", "skip_lines", "sheet")
_OPTIONS: dict[str, Any] = {
    "source": Annotated[
        str,
        typer.Argument(
            metavar="IN",
            help="Reported pay in CSV, .xlsx, JSON, JSONL or Parquet; - is stdin. Its columns, "
            "date, years, metro, base, total …, are found by name, or given with --map.",
        ),
    ],
    **{name: _OF_BATCH[name].annotation for name in _NAMES},
}
_ALSO = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE", help="Fit to the pay in this file too. Repeatable."),
]
_DEFAULTS = {name: _OF_BATCH[name].default for name in _NAMES} | {"source": inspect.Parameter.empty}


class Pay:
    """Reads the files once a verb asks for them, and remembers which column said what.

    also: further files, of which every column is found by its name.
    """

    def __init__(self, file: PayFile, also: Sequence[str]) -> None:
        self._file = file
        self._also = also
        self._headers: Headers | None = None

    @property
    def files(self) -> list[str]:
        """All of them by their names."""
        return [self._file.source, *self._also]

    def read(self, book: Rulebook) -> Reported:
        """What the file holds."""
        from mlsalary.evaluation.reported import read
        from mlsalary.extras import need_memory

        limits = book.toml("limits.toml").get("batch") or {}
        need_memory(self._file.source, limits.get("memory_bytes_least", 0))
        found = read(self._file, book)
        self._headers = found.headers
        return found

    def read_also(self, book: Rulebook) -> list[Reported]:
        """What the further files hold."""
        from mlsalary.evaluation.reported import read

        return [read(source, book) for source in self._also]

    def said(self) -> str:
        """The line on its columns."""
        from mlsalary.evaluation.reported.columns import columns_said

        return f"{printable(columns_said(self._headers))}\n" if self._headers else ""


def takes_pay_file(verb: Verb) -> Verb:
    """Give ``verb(pay, ...)`` the argument and the options of a file of reported pay.

    Which column was read as what is said on stderr when all went well: an error stands alone.
    """

    def with_pay_file(**options: Any) -> None:
        from mlsalary.extras import need_all
        from mlsalary.files import workbooks

        # Its matrices are small: threads would rather wait for each other than help.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        given = {name: options.pop(name) for name in (*_OPTIONS, "also")}
        also = [(name, None) for name in given["also"] or ()]
        need_all(
            fit=("numpy", "polars", "narwhals", "pyarrow"),
            xlsx=workbooks.modules([(given["source"], given["from_"]), *also]),
        )
        from mlsalary.evaluation.reported import PayFile

        pay = Pay(
            PayFile(
                source=given["source"],
                columns=mapped(given["map_"] or []),
                read_as=given["from_"],
                delimiter=given["delimiter"],
                encoding=given["encoding"],
                skip_lines=given["skip_lines"],
                sheet=given["sheet"],
            ),
            given["also"] or [],
        )
        verb(pay=pay, **options)
        CURRENT.get().stderr.write(pay.said())

    options = _OPTIONS | {"also": _ALSO}
    return signed(with_pay_file, verb, options, replaced=("pay",), defaults=_DEFAULTS)
