"""Employers of whom a word tells less than the kinds that a fit tells apart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from mlsalary.engine.employed import MIXES
from mlsalary.evaluation.fit.columns import Columns, Values
from mlsalary.rulebook.model import UNKNOWN, Model


def told_alike(columns: Columns, kinds: Sequence[str]) -> Iterator[tuple[str, Columns]]:
    """Each such word, and the reports of those whom it means, as if no more were told."""
    for mix, parts in MIXES.items():
        if mix in _loose(columns, kinds):
            yield mix, columns.take(columns.said(mix)).as_employer(mix)
        elif mix not in kinds and (mix == UNKNOWN or set(parts) <= set(kinds)):
            inside = np.any([columns.of("employer", kind) for kind in parts], axis=0)
            some = columns if mix == UNKNOWN else columns.take(inside)
            yield mix, some.as_employer(None if mix == UNKNOWN else mix)


def _loose(columns: Columns, kinds: Sequence[str]) -> list[str]:
    """Kinds whose word a file uses of companies too that are known to be of another kind."""
    return [
        kind
        for kind in kinds
        if (columns.said(kind) & ~columns.of("employer", kind)).any()
        and set(MIXES.get(kind, ())) <= set(kinds)
    ]


def loose_words(columns: Columns, model: Model, kinds: Sequence[str]) -> Values:
    """The base and the share of a word that a file uses more loosely: the geometric means of those
    of the kinds of whom it is said. What the companies do beside it that are known to be of the
    kind goes into ``listed``."""
    values: Values = {}
    for word in _loose(columns, kinds):
        said = columns.said(word)
        counts = {kind: int((said & columns.of("employer", kind)).sum()) for kind in MIXES[word]}
        base, share = (
            {kind: model.value(f"employer.{kind}.{name}") for kind in counts}
            for name in ("base", "share")
        )
        logs = {kind: math.log(share[kind]) for kind in counts}
        of_base, of_share = (_mean(counts, of) for of in (base, logs))
        values[f"employer.{word}.base"] = of_base
        values[f"employer.{word}.share"] = math.exp(of_share)
        values[f"employer.{word}.listed.base"] = base[word] - of_base
        values[f"employer.{word}.listed.beyond"] = logs[word] - of_share
    return values


def _mean(counts: Mapping[str, int], of: Mapping[str, float]) -> float:
    return sum(counts[kind] * of[kind] for kind in counts) / sum(counts.values())
