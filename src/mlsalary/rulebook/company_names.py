"""Companies' names as they are compared, by the readers and by the checks of companies.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mlsalary.spelling import folded

_SIGNS = re.compile(r"[^a-z0-9-]")
_HYPHENS = re.compile(r"-+")


def endings_pattern(forms: Iterable[str]) -> str:
    """A pattern for the legal forms that a name may end with: ``-inc``, ``-llc``."""
    return f"(-({'|'.join(map(folded, forms))}))+$"


def bare_name(name: str, endings: str) -> str:
    """The words of a name with hyphens between, without case, signs, "and", "the" before it and
    legal forms behind: ``The Walt Disney Company`` is ``walt-disney``."""
    plain = _HYPHENS.sub("-", _SIGNS.sub("", folded(name))).strip("-")
    return re.sub(endings, "", plain.replace("-and-", "-").removeprefix("the-"))


def name_key(name: str, endings: str) -> str:
    """The same without gaps, by which names are looked up."""
    return bare_name(name, endings).replace("-", "")
