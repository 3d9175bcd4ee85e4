"""The words of the shipped rulebook, for tests that walk them."""

from __future__ import annotations

from mlsalary import Rulebook
from mlsalary.rulebook.model import RUNGS as RUNGS
from mlsalary.vocabulary import vocabulary

VOCABULARY = vocabulary(Rulebook.shipped())
LEVELS = VOCABULARY.levels
MANAGEMENT = VOCABULARY.management
SPECS, DEGREES, EMPLOYERS = (VOCABULARY.words[kind] for kind in ("spec", "degree", "employer"))
