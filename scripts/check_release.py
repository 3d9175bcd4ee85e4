"""Check a built release: what is in it, what must not be, and whether it works where it lands.

    python scripts/check_release.py dist

``make release`` runs it. It says what it looked at, names every fault, and ends with 1 if there
is one. ``twine check --strict`` stands before it and looks at the metadata.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes
from pathlib import Path, PurePosixPath

from readme_renderer.markdown import render

ROOT = Path(__file__).resolve().parents[1]
QUESTION = ["estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm", "--json"]
SAN_JOSE = "41940"  # CBSA code
# Kinds of files whose content the rules below can read; rows of pay could hide in any other.
BESIDE = (
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "pyproject.toml",
    "Makefile",
    "hatch_build.py",
    "zensical.toml",
    "docs/mlsalary.1",
)
MAN_PAGE = "share/man/man1/mlsalary.1"
"""Where a wheel puts it, within the environment that it is installed in."""
MADE = frozenset(
    f"mlsalary/made/{name}"
    for name in ("toml", "area_names.csv", "place_aliases", "packed_places", "word_spellings")
)
"""What the build makes from data/: see hatch_build.py."""
READABLE = frozenset(
    (
        *(
            "",
            ".1",
            ".css",
            ".csv",
            ".html",
            ".ipynb",
            ".js",
            ".json",
            ".jsonl",
            ".md",
            ".py",
            ".raw",
        ),
        *(".svg", ".tcss", ".toml", ".typed", ".bash", ".fish", ".zsh"),
    )
)
MADE_UP = frozenset({"tests/words/files/45_backtest_dates.csv"})
"""Rows of nobody's pay, in its columns."""
PAID = {"base", "total"}
PERSON = {"company", "company_level", "date", "level", "month", "years"}

INSTALLS = re.compile(r"^(.* install) \.(?: |$)", re.MULTILINE)

Files = Mapping[str, bytes]


def files_of(archive: Path) -> Files:
    """Every file of a wheel or an sdist by its name, without the folder that an sdist is in."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as sdist:
        opened = ((one.name, sdist.extractfile(one)) for one in sdist if one.isfile())
        return {name.partition("/")[2]: file.read() for name, file in opened if file}


def tree(root: Path, folder: str) -> Files:
    """The files of a folder of the clone by their path in it."""
    return {
        path.relative_to(root / folder).as_posix(): path.read_bytes()
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and not {"__pycache__", "made"} & set(path.parts)
    }


def wheel_faults(files: Files, root: Path = ROOT) -> Iterator[str]:
    """A wheel holds the package, data/ within it, the man page, its metadata, and nothing else."""
    files = {re.sub(r"^mlsalary-[^/]+\.data/data/", "", name): it for name, it in files.items()}
    package = {f"mlsalary/{name}": content for name, content in tree(root, "src/mlsalary").items()}
    data = {f"mlsalary/data/{name}": content for name, content in tree(root, "data").items()}
    page = {MAN_PAGE: (root / "docs" / "mlsalary.1").read_bytes()}
    yield from _differing(files, package | data | page)
    yield from (f"{name} is missing" for name in sorted(MADE - files.keys()))
    for name in files.keys() - {*package, *data, *page, *MADE}:
        if ".dist-info" not in PurePosixPath(name).parts[0]:
            yield f"{name} is no part of the package"
    yield from _common_faults(files, "mlsalary/data/")
    yield from readme_faults(_description(files))


def sdist_faults(files: Files, root: Path = ROOT) -> Iterator[str]:
    """An sdist holds what the wheel is built from, and what README.md leads to."""
    folders = ("src", "data")
    wanted = {f"{top}/{name}": it for top in folders for name, it in tree(root, top).items()}
    wanted |= {name: (root / name).read_bytes() for name in BESIDE}
    yield from _differing(files, wanted)
    yield from _common_faults(files, "data/")
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", files.get("README.md", b"").decode()):
        if link not in files:
            yield f"README.md leads to {link}, which is not there"


def stray_faults(files: Files, tracked: set[str]) -> Iterator[str]:
    """An sdist holds nothing that lay about in the clone and is not under version control."""
    for name in sorted(set(files) - tracked - {"PKG-INFO"}):
        yield f"{name} is not under version control. Commit it, or take it away"


def _differing(files: Files, wanted: Files) -> Iterator[str]:
    for name, content in wanted.items():
        if files.get(name) != content:
            yield f"{name} is {'another than in the clone' if name in files else 'missing'}"


def _common_faults(files: Files, data: str) -> Iterator[str]:
    """No data but those that data/README.md names, and no reported pay anywhere."""
    known = re.findall(r"`(?:\w+/)*(\w+\.\w+)`", files.get(f"{data}README.md", b"").decode())
    for name, content in files.items():
        path = PurePosixPath(name)
        if name.startswith(data) and path.name not in {*known, "README.md"}:
            yield f"{name} is not named in data/README.md"
        if path.suffix not in READABLE and ".dist-info" not in path.parts[0]:
            yield f"{name} is of a kind that is not looked into"
        head = content.partition(b"\n")[0].decode("utf-8", "replace").casefold()
        found = {cell.strip(" \"'\r\ufeff") for cell in re.split(r"[,;\t|]", head)}
        if found & PAID and found & PERSON and name not in MADE_UP:
            yield f"{name} has the columns of reported pay"


def _description(files: Files) -> str:
    found = [content for name, content in files.items() if name.endswith(".dist-info/METADATA")]
    return str(message_from_bytes(found[0]).get_payload()) if found else ""


def readme_faults(text: str) -> Iterator[str]:
    """README.md as a package index shows it: every heading is one, and so is every table."""
    if not text.strip():
        yield "the description is empty"
    page = render(text) or ""
    shown = re.sub(r"<pre.*?</pre>", "", page, flags=re.DOTALL)
    titles = {re.sub("<.*?>", "", one).strip() for one in re.findall(r"<h\d.*?</h\d>", shown)}
    for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        if title.strip() not in titles:
            yield f"the heading {title!r} of README.md is not shown as one"
    for row in re.findall(r"^(?:<p>)?(\|.*)$", shown, re.MULTILINE):
        yield f"a table of README.md is not shown as one: {row}"


def answer_faults(program: Sequence[str], outside: Path, env: Mapping[str, str]) -> Iterator[str]:
    """An installed program answers from a folder that is not the clone's."""
    ran = subprocess.run(
        [*program, *QUESTION], cwd=outside, env=env, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        yield f"{' '.join(QUESTION)} ended with {ran.returncode}: {ran.stderr.strip()}"
        return
    answer = json.loads(ran.stdout)
    if answer["place"]["code"] != SAN_JOSE or answer["profile"]["spec"] != ["llm"]:
        yield f"{' '.join(QUESTION)} answered another question: {answer['profile']}"


def installed_faults(wheel: Path, folder: Path) -> Iterator[str]:
    """The wheel in an empty environment, with what it asks for and nothing else."""
    made = folder / "empty"
    subprocess.run([sys.executable, "-m", "venv", str(made)], check=True)
    pip = [str(made / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", str(wheel)], check=True)
    subprocess.run([*pip, "check"], check=True, stdout=subprocess.DEVNULL)
    yield from answer_faults([str(made / "bin" / "mlsalary")], folder, {"HOME": str(folder)})


def lines_faults(wheel: Path, outside: Path, root: Path = ROOT) -> Iterator[str]:
    """Every line of README.md that installs, from the clone and from the wheel."""
    lines = INSTALLS.findall((root / "README.md").read_text(encoding="utf-8"))
    if not lines:
        yield "README.md has no line that installs"
    for line in lines:
        yield from line_faults(f"{line} .", outside, root)
        yield from line_faults(f"{line} {wheel}", outside, root)


def line_faults(line: str, outside: Path, root: Path = ROOT) -> Iterator[str]:
    """A line that installs, typed in the clone by somebody whose home is empty."""
    home = Path(tempfile.mkdtemp(dir=outside))
    if line.startswith("pip "):
        subprocess.run([sys.executable, "-m", "venv", str(home / ".venv")], check=True)
    own = [home / ".venv" / "bin", home / ".local" / "bin"]
    path = os.pathsep.join(map(str, [*own, Path(sys.executable).parent, os.environ["PATH"]]))
    ran = subprocess.run(
        ["bash", "-c", line], cwd=root, env={**os.environ, "HOME": str(home), "PATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    programs = [folder / "mlsalary" for folder in own if (folder / "mlsalary").exists()]
    if ran.returncode or not programs:
        yield f"{line} ended with {ran.returncode}: {ran.stderr.strip()}"
        return
    yield from answer_faults([str(programs[0])], home, {"HOME": str(home)})


def rebuilt_faults(wheel: Path, folder: Path, root: Path = ROOT) -> Iterator[str]:
    """The wheel, which ``build`` makes from the sdist, against one made from the clone."""
    build = [sys.executable, "-m", "build", "--wheel"]
    subprocess.run(
        [*build, "--outdir", str(folder), str(root)], check=True, stdout=subprocess.DEVNULL
    )
    again = files_of(folder / wheel.name)
    yield from (f"from the clone, {fault}" for fault in _differing(again, files_of(wheel)))


def tracked_files(root: Path = ROOT) -> set[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)
    return set(listed.stdout.decode().split("\0"))


def main(folder: Path) -> int:
    wheels, sdists = list(folder.glob("*.whl")), list(folder.glob("*.tar.gz"))
    if len(wheels) != 1 or len(sdists) != 1:
        print(f"{folder} must hold one wheel and one sdist. Run make release.", file=sys.stderr)
        return 1
    wheel, sdist = wheels[0].resolve(), sdists[0].resolve()
    in_wheel, in_sdist = files_of(wheel), files_of(sdist)
    with tempfile.TemporaryDirectory() as outside:
        checks = {
            f"{wheel.name}: {len(in_wheel)} files, all of data/, no tests, no reported pay, "
            "README shown as one": wheel_faults(in_wheel),
            f"{sdist.name}: {len(in_sdist)} files, all of src/ and data/, no reported pay, "
            "no dead links in README": sdist_faults(in_sdist),
            "no file that is not under version control": stray_faults(in_sdist, tracked_files()),
            "a wheel made from the clone equals the one made from the sdist": rebuilt_faults(
                wheel, Path(outside)
            ),
            "installed in an empty environment, it answers": installed_faults(wheel, Path(outside)),
            "installed by each line of README.md, it answers": lines_faults(wheel, Path(outside)),
        }
        found = 0
        for what, faults in checks.items():
            listed = list(faults)
            found += len(listed)
            print(f"{'FAULT' if listed else 'ok':6}{what}", flush=True)
            for fault in listed:
                print(f"      {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
