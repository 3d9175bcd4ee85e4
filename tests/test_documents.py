"""Documents in a real browser: one file that loads nothing, holds on a phone, on paper and in the
dark, and keeps nobody out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import documents
import made_reports as made
import pytest
from cli_run import run
from documents import ASKED, HOSTILE, ON_ONE_PAGE

from mlsalary import Offer, Profile, judge_offer
from mlsalary.figures import hundreds, thousands
from mlsalary.render import html, paint
from mlsalary.render.page import Bullets, Heading, Page, Paragraph

for library in ("playwright", "axe_playwright_python", "pypdf", "matplotlib"):
    pytest.importorskip(library, reason=f"{library}, by which documents are tried, is missing")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium, a browser, is missing")
NAMES = (*ASKED, "backtest", "offers", "report")
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
PAPERS = ("A4", "Letter")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a document of each kind."""
    folder = tmp_path_factory.mktemp("documents")
    reports = made.written(folder / "reports.csv", made.rows(300))
    asked = {
        **ASKED,
        "backtest": ("backtest", str(reports), "--explain"),
        "offers": ("offer", str(documents.offers(folder)), "--explain"),
    }
    for name, words in asked.items():
        ran = run(*words, "-o", str(folder / f"{name}.html"))
        assert (ran.code, ran.out) == (0, ""), ran.err
        assert ran.err.endswith(f"Wrote {folder / name}.html.\n") or name == "backtest"
    priced = ("-o", str(folder / "priced.csv"), "--report", str(folder / "report.html"))
    ran = run("batch", str(documents.people(folder)), *priced, "--pay", "pay")
    assert ran.code == 0, ran.err
    return folder


def opened(browser: Any, file: Path, **look: Any) -> Any:
    """A page that shows the file without a network, and the addresses that it asked for."""
    page = browser.new_context(offline=True, **look).new_page()
    page.set_default_timeout(120_000)
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    assert asked_for == [file.as_uri()]
    assert said == []
    return page


def of_root(page: Any, name: str) -> str:
    """The style of the whole document, as the browser has it."""
    return str(page.evaluate(f"getComputedStyle(document.documentElement).{name}"))


@pytest.mark.thorough(every=9)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_loaded_and_axe_finds_no_violation(
    browser: Any, folder: Path, name: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, folder / f"{name}.html", viewport=LAPTOP, color_scheme=scheme)
    found = Axe().run(page)
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()
    colors = {"light": paint.LIGHT, "dark": paint.DARK}[scheme]
    red, green, blue = bytes.fromhex(colors["ground"][1:])
    assert of_root(page, "backgroundColor") == f"rgb({red}, {green}, {blue})"
    page.context.close()


@pytest.mark.thorough(every=2)
@pytest.mark.parametrize("name", NAMES)
def test_it_fits_a_phone_and_what_is_broader_scrolls_by_keyboard(
    browser: Any, folder: Path, name: str
) -> None:
    page = opened(browser, folder / f"{name}.html", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    boxes = page.evaluate(
        """[...document.querySelectorAll("main *")]
        .filter(one => getComputedStyle(one).overflowX == "auto")
        .filter(one => one.scrollWidth > one.clientWidth)
        .map(one => [one.tabIndex, one.getAttribute("role"), one.getAttribute("aria-label")])"""
    )
    assert all((place, role) == (0, "group") and label for place, role, label in boxes)
    scales = page.evaluate(
        """[...document.querySelectorAll("svg")].filter(one => one.checkVisibility())
        .map(one => one.getBoundingClientRect().width / one.viewBox.baseVal.width)"""
    )
    assert scales
    assert all(0.95 <= scale <= 1 for scale in scales)  # or its text would be too small to read
    page.context.close()


def luminance(color: str) -> float:
    """Of the WCAG, from 0 to 1."""
    channels = [part / 255 for part in bytes.fromhex(color[1:])]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colors", [paint.LIGHT, paint.DARK])
def test_what_is_drawn_can_be_read_on_its_ground(colors: dict[str, str]) -> None:
    """axe reads no text of a picture."""
    ground = luminance(colors["ground"])
    for name in ("ink", "quiet", "base", "total"):
        first, second = sorted((luminance(colors[name]), ground))
        assert (second + 0.05) / (first + 0.05) >= 4.5, name


@pytest.mark.thorough(every=5)
@pytest.mark.parametrize("name", NAMES)
def test_it_prints_dark_on_light_paper(browser: Any, folder: Path, name: str) -> None:
    from pypdf import PdfReader

    page = opened(browser, folder / f"{name}.html", color_scheme="dark")
    page.emulate_media(media="print")
    assert of_root(page, "color") != of_root(page, "backgroundColor") == "rgb(255, 255, 255)"
    title = page.title()
    for paper in PAPERS:
        printed = folder / f"{name} {paper}.pdf"
        page.pdf(path=printed, format=paper, print_background=False)
        read = PdfReader(printed)
        assert " ".join(title.split()[:2]) in " ".join(read.pages[0].extract_text().split())
        if name in ON_ONE_PAGE:
            assert len(read.pages) == 1, paper
    page.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_it_is_one_file_in_good_order(folder: Path, name: str) -> None:
    text = (folder / f"{name}.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>\n")
    root = ElementTree.fromstring(text)
    assert root.get("lang") == "en"
    metas = {
        one.get("name") or one.get("http-equiv"): one.get("content") for one in root.iter("meta")
    }
    policy = (metas["Content-Security-Policy"] or "").split("; ")
    assert policy == [
        *("default-src 'none'", "style-src 'unsafe-inline'"),
        *("base-uri 'none'", "form-action 'none'"),
    ]
    assert metas["viewport"] == "width=device-width, initial-scale=1"
    assert metas["color-scheme"] == "light dark"
    (heading,) = root.iter("h1")
    assert heading.text == root.findtext("head/title")
    for one in root.iter():
        assert one.tag not in ("script", "link", "img", "iframe", "object", "use")
        assert not [name for name in one.attrib if name.startswith("on") or name == "src"]
    for table in root.iter("table"):
        assert all(one.get("scope") == "col" for one in table.findall("thead/tr/th"))
        for row in table.findall("tbody/tr"):
            assert [one.get("scope") for one in row.findall("th")] == ["row"]
    for figure in root.iter("figure"):
        assert (figure.findtext("figcaption") or "").strip()
        drawn = [*figure.iter("svg")]
        assert len(drawn) == 2
        assert all(one.get("role") == "img" and one.get("aria-label") for one in drawn)
    assert [*root.iter("figure")]
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def texts(folder: Path, name: str) -> str:
    root = ElementTree.parse(folder / f"{name}.html").getroot()
    return "\n".join(text for text in root.find("body").itertext() if text.strip())  # type: ignore[union-attr]


def test_the_answer_comes_first_then_the_steps_and_the_sources(folder: Path) -> None:
    answer = judge_offer(Offer(Profile(years=5, metro="San Jose", spec="llm"), "250k")).estimate
    said = texts(folder, "estimate")
    order = [
        said.index(text)
        for text in (
            thousands(answer.base.p50),
            thousands(answer.total.p50),
            hundreds(answer.base.p10),
            "How we got the base figure",
            answer.steps[0].label,
            "From base to total compensation",
            "Bonus",
            "Rests on ",
            "Sources",
        )
    ]
    assert order == sorted(order)
    root = ElementTree.parse(folder / "estimate.html").getroot()
    links = [one.get("href") for one in root.iter("a")]
    assert links == [one.url for one in answer.sources if one.url]


def caption(table: ElementTree.Element) -> str:
    return "".join(text for one in table.findall("caption") for text in one.itertext())


def test_a_bar_of_a_step_goes_from_the_pay_before_to_the_pay_after(folder: Path) -> None:
    steps = judge_offer(
        Offer(Profile(years=5, metro="San Jose", spec="llm"), "250k")
    ).estimate.steps
    high = max(step.base for step in steps)
    before = [0.0, *(step.base for step in steps[:-1])]
    root = ElementTree.parse(folder / "estimate.html").getroot()
    table = next(one for one in root.iter("table") if "How we got" in caption(one))
    bars = table.findall(".//td[@class='bar']/span/span")
    for bar, start, step in zip(bars, before, steps, strict=True):
        found = re.fullmatch(r"left: ([\d.]+)%; width: ([\d.]+)%", bar.get("style", ""))
        assert found
        left, width = map(float, found.groups())
        low, end = sorted((start, step.base))
        assert left == pytest.approx(100 * low / high, abs=0.01)
        assert left + width == pytest.approx(100 * end / high, abs=0.02)


def test_names_are_text_whatever_is_in_them(browser: Any, folder: Path) -> None:
    page = opened(browser, folder / "offers.html")
    assert page.title() != "run"
    shown = page.inner_text("body")
    for name in HOSTILE[:5]:
        assert name in shown
    assert not set("\u202e\u2066\u0000\x1b\u200b") & set(shown)
    tags = set(page.evaluate("[...document.querySelectorAll('*')].map(one => one.localName)"))
    plain = folder / "plain"
    plain.mkdir()
    file = documents.offers(plain, tuple("ABCDEFGH"))
    assert run("offer", str(file), "--explain", "-o", str(plain / "a.html")).code == 0
    assert tags == {one.tag for one in ElementTree.parse(plain / "a.html").iter()}
    page.context.close()


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("field", ["company", "title"])
def test_what_is_typed_is_text(typed: str, field: str, tmp_path: Path) -> None:
    if "\0" in typed:
        typed = typed.replace("\0", "")  # no shell passes one on
    for form in ("html", "svg"):
        ran = run("estimate", "--years", "5", f"--{field}", typed, "--format", form)
        assert ran.code == 0, ran.err
        root = ElementTree.fromstring(ran.out)
        assert not {"script", "img", "b"} & {one.tag.rpartition("}")[2] for one in root.iter()}
        assert ran.out.count("<style") == 1


def test_only_an_address_of_the_web_is_a_link() -> None:
    sources = Bullets(
        "Sources",
        ["a: b, javascript:alert(1)", 'c: d, https://e.org/?f="g"&h'],
        links=["javascript:alert(1)", 'https://e.org/?f="g"&h'],
    )
    page: Page = [Heading("A title"), Paragraph("https://not.a/link"), sources]
    root = ElementTree.fromstring(html.document(page))
    assert [one.get("href") for one in root.iter("a")] == ['https://e.org/?f="g"&h']
    assert "javascript:alert(1)" in "".join(root.itertext())


@pytest.mark.parametrize("name", ["estimate", "compare two", "path"])
def test_the_same_question_gives_the_same_bytes(folder: Path, name: str) -> None:
    assert run(*ASKED[name], "--format", "HTML").out == (folder / f"{name}.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["estimate", "path", "backtest"])
def test_settings_of_somebody_else_change_no_picture(folder: Path, name: str) -> None:
    """Such as those of a matplotlibrc in the folder that one is in, which the library reads."""
    from matplotlib import rc_context

    asked = {**ASKED, "backtest": ("backtest", str(folder / "reports.csv"), "--explain")}[name]
    theirs: dict[Any, Any] = {"lines.linewidth": 40, "text.usetex": True, "path.sketch": (9, 9, 9)}
    with rc_context(theirs | {"svg.fonttype": "path", "svg.hashsalt": "x"}):
        ran = run(*asked, "--format", "html")
    assert ran.out == (folder / f"{name}.html").read_text("utf-8")
