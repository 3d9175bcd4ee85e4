"""A verb whose options are given once each, but for those that may be repeated."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from mlsalary.errors import UsageError
from mlsalary.profile import FIELDS

_FIELDS = {one.name for one in FIELDS}


class OnceCommand(TyperCommand):
    """Of an option that is given twice where one is meant, the last would hold in silence."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer's; UsageError ``option_twice``."""
        named = [word.partition("=")[0] for word in args if word.startswith("-")]
        sure = len(set(named)) == len(named) and all(word.startswith("--") for word in named)
        order = [] if sure else self.make_parser(ctx).parse_args(args=list(args))[2]
        for at, option in enumerate(order):
            single = not (getattr(option, "multiple", False) or getattr(option, "is_flag", False))
            if single and option in order[:at] and option.param_type_name == "option":
                raise _twice(str(option.opts[-1]), str(option.name))
        return super().parse_args(ctx, args)


def _twice(option: str, field: str) -> UsageError:
    compare = f" To see both beside each other: mlsalary compare {option} … {option} …"
    return UsageError(
        "option_twice",
        f"{option} is given twice, where one is meant. Give it once."
        + (compare if field in _FIELDS else ""),
    )
