"""Each question of docs/questions.md is answered by the command that stands beneath it."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_run import run

from mlsalary import Profile, estimate
from mlsalary.figures import month_name
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.months import today

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "scripts"))

import shown_samples  # noqa: E402  (scripts/ is no package)

PAGE = (ROOT / "docs/questions.md").read_text(encoding="utf-8")
PARTS = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
QUESTIONS = {part.partition("\n")[0]: part for part in PARTS}
ANSWERS: dict[str, Callable[[str], bool]] = {
    # 400,000 over four years and 15% of 195,000: 195,000 + 100,000 + 29,250
    "Is this offer good? It has RSUs.": lambda said: "$324,250" in said and verdict(said),
    "It is all cash. Is that good?": lambda said: "$300,000" in said and verdict(said),
    # 40,000 x (7.50 - 1.20)
    "It is a startup, and the equity is options. What are they worth?": lambda said: (
        "$252,000/4y options" in said and "$63,000" in said
    ),
    "I only know the base. What can you say?": lambda said: (
        "on base alone" in said and "Equity was not given" in said
    ),
    # 0.15% of 400 million
    "Which of two offers is better?": lambda said: "$600,000/4y" in said and "pays most" in said,
    "What does an L5 make at Google?": lambda said: "as senior (on Google's ladder)" in said,
    "What do managers make?": lambda said: "team lead" in said and "our assumption" in said,
    "I would work remotely. What then?": lambda said: "Name where you live" in said,
    # 95 x 2,080
    "They offer an hourly contract. How do I compare that?": lambda said: (
        "$197,600" in said and "time off, gaps, insurance" in said
    ),
    "What is the going rate today, not when somebody reported it?": lambda said: (
        f"{month_name(today(Rulebook.shipped()))} dollars" in said.split("Base")[0]
    ),
    "Where will I be five years from now?": lambda said: "In five years: base" in said,
    "Seattle or New York?": lambda said: (
        {"Seattle, WA", "New York, NY"}
        <= set(re.findall(r"(Seattle, WA|New York, NY) (?=\s*\$)", said))
    ),
    "Does $210k in Austin buy more than $260k in San Jose?": lambda said: (
        "$332k in Pittsburgh, PA buys more than $346k in San Jose, CA" in said
    ),
    "What is left after taxes?": lambda said: "Taxes are not covered" in said,
    "Can I see it as a chart?": lambda said: len(re.findall(r"\$\d+k", said)) >= 4,
    "How sure is this?": lambda said: (
        "Typical miss" in said and "What makes the median of base uncertain" in said
    ),
    "The posting says $150k to $220k. Is that a good range?": lambda said: "the median for" in said,
    "What would get me to $400k?": lambda said: "would make it your median" in said,
    "I need one page for the negotiation.": lambda said: "Negotiation brief" in said,
    "Do I have to type all that every time?": lambda said: (
        "Saved in" in said and "· saved profile ·" in said
    ),
}
"""Question -> whether what is shown answers it."""
OTHERWISE = (
    "What should I ask for?",
    "Can it price my spreadsheet?",
    "Can I ask from Python?",
)
"""Those that are answered by another's page, a file, or code."""


def verdict(said: str) -> bool:
    """Whether the first sentence after the heading judges the offer."""
    return bool(re.search(r"dollars (Low|Fair|Strong): beats \d+%", said))


def test_every_question_has_its_answer_checked() -> None:
    assert set(QUESTIONS) == {*ANSWERS, *OTHERWISE}
    assert len(QUESTIONS) >= 20


def test_the_answers_are_samples() -> None:
    """Of what is printed now: tests/test_samples.py."""
    assert len(shown_samples.SAMPLE.findall(PAGE)) >= len(ANSWERS)


@pytest.mark.parametrize("question", ANSWERS)
def test_a_question_is_answered(question: str) -> None:
    samples = shown_samples.SAMPLE.finditer(QUESTIONS[question])
    said = " ".join(" ".join(sample[0].split()) for sample in samples)
    assert ANSWERS[question](said), said


def test_what_to_ask_for_is_on_the_page_of_the_offer() -> None:
    page = QUESTIONS["Is this offer good? It has RSUs."]
    row = re.findall(r"to the 75th percentile.*", page)[0]
    grant, a_year, bonus, _ = (
        int(one.replace(",", "")) for one in re.findall(r"\$([\d,]{4,})", row)
    )
    p75 = estimate(Profile(years=6, metro="Seattle")).total.p75
    assert a_year == bonus == pytest.approx(p75 - 324_250, abs=100)
    assert grant == 4 * a_year


def test_the_spreadsheet_is_priced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    part = QUESTIONS["Can it price my spreadsheet?"]
    (made,) = re.findall(r"```csv\n(.*?)```", part, re.DOTALL)
    (line,) = re.findall(r"```sh\nmlsalary (.*)\n```", part)
    Path("people.csv").write_text(made, encoding="utf-8")
    assert run(*line.split()).code == 0
    with Path("priced.csv").open(encoding="utf-8", newline="") as file:
        priced = list(csv.DictReader(file))
    with Path("priced.csv.rejects.csv").open(encoding="utf-8", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert [row["Name"] for row in priced] == ["Ada", "Ben"]
    assert [row["Name"] for row in rejected] == ["Cleo"]
    ada = estimate(Profile(years=7, title="Senior ML Engineer", metro="Seattle, WA"))
    assert float(priced[0]["total_p50"]) == pytest.approx(ada.total.p50, abs=1)


def test_the_python_answers_too() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", QUESTIONS["Can I ask from Python?"], re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    asked = estimate(Profile(years=6, metro="Seattle", spec="llm"))
    assert names["answer"].total == asked.total
    assert names["offer"].verdict in ("low", "fair", "strong")
