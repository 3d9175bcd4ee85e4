"""Try a seeded sample of mutants of each package against the tests that are about it (tests.toml).

It says what became of each mutant and keeps it in .mutants/, where a second call goes on; it ends
with a table. `--again survivors` tries those that survived once more, after tests were added.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import trials
from sampling import Mutant, sample

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".mutants"
TESTS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "tests.toml").read_text())
OF_MODULE: dict[str, list[str]] = TESTS.pop("module")
HUNG = 3
"""A mutant hangs that takes so many times what all the tests take where nothing is changed."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("packages", nargs="*", default=[*TESTS])
    asked.add_argument("--count", type=int, default=300, help="mutants of a package")
    asked.add_argument("--seed", type=int, default=24)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--again", choices=["all", "survivors"], help="try again what was tried")
    asked.add_argument("--root", type=Path, default=ROOT, help="the checkout that is tried")
    words = asked.parse_args()
    KEPT.mkdir(exist_ok=True)
    for package in words.packages:
        _try(package, words)
    print(table(words.packages))


def _try(package: str, words: argparse.Namespace) -> None:
    kept = KEPT / f"{package}.jsonl"
    before = _kept(kept)
    mutants = sample(words.root, words.root / "src/mlsalary" / package, words.count, words.seed)
    if words.again == "all":
        before = {}
    elif words.again == "survivors":
        before = {name: row for name, row in before.items() if row["outcome"] != "survived"}
    before = {mutant.name: before[mutant.name] for mutant in mutants if mutant.name in before}
    todo = [mutant for mutant in mutants if mutant.name not in before]
    stems = {Path(mutant.file).stem for mutant in todo}
    files = [*TESTS[package], *(one for stem in stems for one in OF_MODULE.get(stem, ()))]
    tests = _collected(words.root, files) if todo else []
    began = time.monotonic()
    unfit = _failing(words.root, tests)
    patience = HUNG * (time.monotonic() - began)
    fit = [test for test in tests if test not in unfit]

    def each() -> Iterator[tuple[Mutant, trials.Trial]]:
        for mutant in todo:
            file = words.root / mutant.file
            near = (*TESTS[package], *OF_MODULE.get(file.stem, ()))
            about = [test for test in fit if test.partition("::")[0].rpartition("/")[2] in near]
            about.sort(key=lambda test: file.stem.removesuffix("s") not in test)
            yield mutant, trials.Trial(about, _module(mutant.file), str(file), mutant.source)

    rows = list(before.values())
    for mutant, outcome in trials.run(words.root, each(), words.workers, patience):
        rows.append({"mutant": mutant.name, **_row(words.root, mutant, outcome)})
        kept.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        print(
            f"{package} {len(rows)}/{len(mutants)} {rows[-1]['outcome']:9} {mutant.name}",
            flush=True,
        )


def _failing(root: Path, tests: Sequence[str]) -> set[str]:
    """Those of these tests that fail though nothing is changed: they can tell nothing."""
    if not tests:
        return set()
    [(_, outcome)] = trials.run(root, [("", trials.Trial(tests))], 1)
    if outcome.code not in (0, 1):
        raise SystemExit(f"The tests cannot be run at all:\n{outcome.report}")
    failed = {
        line.split(" ", 1)[1].partition(" - ")[0]
        for line in outcome.report.splitlines()
        if line.startswith(("FAILED ", "ERROR "))
    }
    print(
        f"{len(tests)} tests, of which {len(failed)} fail unchanged: {sorted(failed)}", flush=True
    )
    return failed


def _module(file: str) -> str:
    parts = Path(file).with_suffix("").parts[1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _row(root: Path, mutant: Mutant, outcome: trials.Outcome) -> dict[str, Any]:
    said = {0: "survived", 1: "killed", None: "hung", 5: "no test"}.get(outcome.code, "broke")
    old = (root / mutant.file).read_text().splitlines()
    new = mutant.source.splitlines()
    changed = [line for line in new if line not in old]
    last = [line for line in outcome.report.splitlines() if line.strip()][-3:]
    return {
        "outcome": said,
        "old": old[mutant.line - 1].strip(),
        "new": " / ".join(line.strip() for line in changed) or "(a line is gone)",
        "by": last if said != "survived" else [],
    }


def _kept(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    return {(row := json.loads(line))["mutant"]: row for line in path.read_text().splitlines()}


def _collected(root: Path, files: Sequence[str]) -> list[str]:
    """Node IDs of the quick tests of these files."""
    asked = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    asked += ["-p", "no:syrupy"]  # it fails for want of snapshots that were used
    asked += ["--tier", "quick", *(f"tests/{name}" for name in files)]
    done = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if "::" in line]


def table(packages: Sequence[str]) -> str:
    """What became of the mutants of each package, in Markdown."""
    lines = ["| Package | Mutants | Killed | of these on import | Survived | Killed, % |",
             "| --- | ---: | ---: | ---: | ---: | ---: |"]  # fmt: skip
    for package in packages:
        counts = Counter(row["outcome"] for row in _kept(KEPT / f"{package}.jsonl").values())
        alive = counts["survived"] + counts["no test"]
        total = counts.total()
        killed = total - alive
        share = 100 * killed / total if total else 0
        lines.append(
            f"| {package} | {total} | {killed} | {counts['broke']} | {alive} | {share:.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
