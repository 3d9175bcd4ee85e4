"""The words of a profile: the key of each thing and what else people call it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from mlsalary.errors import NotFoundError
from mlsalary.spelling import nearest, quoted

LEVELS: dict[str, tuple[str, ...]] = {
    "entry": ("junior", "new-grad", "entry-level", "jr", "graduate"),
    "mid": ("mid-level", "intermediate"),
    "senior": ("sr",),
    "staff": ("principal",),
    "lead": ("team-lead", "manager"),
    "director": (),
    "vp": ("vice-president",),
    "chief": ("chief-ai-officer", "caio"),
}
INDIVIDUAL_LADDER = ("entry", "mid", "senior", "staff")
MANAGEMENT_LADDER = ("lead", "director", "vp", "chief")

SPECS: dict[str, tuple[str, ...]] = {
    "llm": ("genai", "generative-ai", "gen-ai", "large-language-models", "llms"),
    "cv": ("computer-vision", "vision"),
    "nlp": ("natural-language-processing",),
    "mlops": ("platform", "ml-platform"),
    "rl": ("reinforcement-learning",),
}

DEGREES: dict[str, tuple[str, ...]] = {
    "bachelors": ("bs", "ba", "bachelor", "bachelor's", "bsc"),
    "masters": ("ms", "ma", "master", "master's", "msc"),
    "phd": ("doctorate", "ph.d.", "ph.d", "doctoral"),
}

EMPLOYERS: dict[str, tuple[str, ...]] = {
    "big-tech": ("faang", "ai-lab", "bigtech"),
    "tech": ("public-tech", "other-technology-company"),
    "startup": ("private", "start-up"),
    "enterprise": ("non-tech", "nontech"),
}

PREMIUMS: dict[str, tuple[str, ...]] = {"guide": (), "measured": (), "none": ()}

VOCABULARIES = {
    "level": LEVELS,
    "spec": SPECS,
    "degree": DEGREES,
    "employer": EMPLOYERS,
    "premiums": PREMIUMS,
}

GENERALIST = ("", "none", "generalist")
NATIONAL = ("remote", "national", "us", "usa", "united states")

_NAMES = {"spec": "specialization", "premiums": "kind of premiums"}


@lru_cache(maxsize=1024)
def canonical(kind: str, text: str) -> str:
    """The key that ``text`` stands for among the words of ``kind``.

    Case, spaces, hyphens and underscores do not matter. NotFoundError, with the nearest words,
    when there is none.
    """
    vocabulary = VOCABULARIES[kind]
    wanted = _folded(text)
    for key, aliases in vocabulary.items():
        if wanted == key or wanted in aliases:
            return key
    raise NotFoundError(
        f"{kind}_not_found",
        f"There is no {_NAMES.get(kind, kind)} {quoted(text)}. Known: {', '.join(vocabulary)}.",
        nearest(wanted, {word: key for key, more in vocabulary.items() for word in (key, *more)}),
    )


def specs(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """Specialization keys, each once, in the order of the vocabulary.

    Words may stand in one text, separated by commas or semicolons. None, an empty text and
    "generalist" mean no specialization.
    """
    texts = [given] if isinstance(given, str) else list(given or ())
    words = [word for text in texts for word in text.replace(";", ",").split(",")]
    keys = {canonical("spec", word) for word in words if _folded(word) not in GENERALIST}
    return tuple(key for key in SPECS if key in keys)


def _folded(text: str) -> str:
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
