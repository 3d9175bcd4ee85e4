"""What fields are called in the form."""

from __future__ import annotations

from mlsalary.decisions.offer_fields import PARTS
from mlsalary.profile import FIELDS
from mlsalary.sentences.options import renamed

_OTHERS = {"metro": "Place", "spec": "Spec", "as_of": "As of", "bls": "BLS"}
"""Those that are not called by their own names."""
_KNOWN = frozenset([one.name for one in FIELDS] + [part.name for part in PARTS])


def label(name: str) -> str:
    """What a field of a profile or a part of an offer is called in the form."""
    return _OTHERS.get(name) or name.capitalize()


def in_labels(text: str) -> str:
    """What the library says of options, said of the fields of the form."""
    return renamed(text, lambda name: label(name) if name in _KNOWN else None)
