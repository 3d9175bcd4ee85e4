"""The words and the areas of the shipped rulebook, for tests that walk or count them."""

from __future__ import annotations

from collections import Counter

from mlsalary import Rulebook
from mlsalary.rulebook.model import RUNGS as RUNGS
from mlsalary.rulebook.oews import areas
from mlsalary.vocabulary import vocabulary

VOCABULARY = vocabulary(Rulebook.shipped())
LEVELS = VOCABULARY.levels
MANAGEMENT = VOCABULARY.management
SPECS, DEGREES, EMPLOYERS = (VOCABULARY.words[kind] for kind in ("spec", "degree", "employer"))
AREAS = Counter(one.kind for one in areas(Rulebook.shipped()))  # kind -> how many
