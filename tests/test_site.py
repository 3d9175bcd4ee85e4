"""The site that `make docs` builds: every page is in its navigation, every link leads somewhere,
nothing comes from elsewhere, and a real browser shows and searches it from the folder."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONFIG = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
BUILDER = Path(sys.executable).with_name("zensical")
CHROMIUM = shutil.which("chromium")
ONLY_VIOLATIONS = {"preload": False, "resultTypes": ["violations"]}
"""What else axe can list of a page takes it as long again."""
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


def in_navigation(entries: Any) -> Iterator[str]:
    """The pages of a navigation."""
    for entry in entries:
        if isinstance(entry, str):
            yield entry
        else:
            for held in entry.values():
                yield from [held] if isinstance(held, str) else in_navigation(held)


def test_every_page_is_in_the_navigation() -> None:
    pages = {p.relative_to(ROOT / "docs").as_posix() for p in (ROOT / "docs").rglob("*.md")}
    listed = [*in_navigation(CONFIG["nav"])]
    assert sorted(listed) == sorted(pages)


class Links(HTMLParser):
    """The names of a page that links lead to, what it links to, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id" or (tag, name) == ("a", "name"):
                self.names.add(value)
            elif (tag, name) == ("a", "href"):
                self.links.append(value)
            elif name in ("src", "href", "srcset", "data", "poster"):
                self.loads.append(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built from a copy by the line of the Makefile."""
    if not BUILDER.exists():
        pytest.skip("zensical, which builds the site, is missing")
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "zensical.toml", folder)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (options,) = re.findall(r"^\t\$\(BIN\)/zensical (.+)$", makefile, re.MULTILINE)
    done = subprocess.run(
        [BUILDER, *options.split()], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / str(CONFIG["site_dir"])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Links]:
    return {path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


def test_every_page_is_built(site: Path, pages: dict[Path, Links]) -> None:
    built = {path.relative_to(site).as_posix() for path in pages}
    asked = {re.sub(r"\.md$", ".html", name) for name in in_navigation(CONFIG["nav"])}
    assert built == asked | {"404.html"}


def broken(site: Path, pages: Mapping[Path, Links]) -> Iterator[str]:
    """The links within the site that lead nowhere."""
    for path, page in pages.items():
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target.is_file() and target.is_relative_to(site)
            named = (
                not parts.fragment or target not in pages or parts.fragment in pages[target].names
            )
            if not (there and named):
                yield f"{path.name}: {link}"


def foreign(page: Links) -> list[str]:
    """What a page loads from elsewhere."""
    return [one for one in page.loads if re.match(r"([a-z]+:)?//", one)]


def test_every_link_of_the_site_leads_somewhere(site: Path, pages: dict[Path, Links]) -> None:
    # 404.html is shown in place of any page: its links start at the root of a server.
    linking = {path: page for path, page in pages.items() if path.name != "404.html"}
    assert [*broken(site, linking)] == []


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Links]) -> None:
    for path, page in pages.items():
        assert foreign(page) == [], path.name
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", text), path.name


def test_what_is_wrong_with_a_link_is_found(tmp_path: Path) -> None:
    page = tmp_path.resolve() / "page.html"
    text = '<p id="here"><a href="#here">1</a><a href="#gone">2</a><a href="gone.html">3</a>'
    page.write_text(text, encoding="utf-8")
    found = [*broken(page.parent, {page: Links(text)})]
    assert found == ["page.html: #gone", "page.html: gone.html"]
    assert foreign(Links('<script src="//x.org/y.js"></script><a href="https://x.org">x</a>')) == [
        "//x.org/y.js"
    ]


def test_no_markdown_is_left(site: Path) -> None:
    """A list or a table that GitHub shows and the site does not stays in its paragraph."""
    left = []
    for path in site.rglob("*.html"):
        body = path.read_text(encoding="utf-8").partition("<article")[2].partition("</article")[0]
        for paragraph in re.findall(r"<p>(.*?)</p>", body, re.DOTALL):
            if re.search(r"^\s*(?:[-*|] |\d\. |#+ |```)|\]\(", paragraph, re.MULTILINE):
                left.append(f"{path.name}: {paragraph[:80]}")
    assert left == []


# In a browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    for library in ("playwright", "axe_playwright_python"):
        pytest.importorskip(library, reason=f"{library}, by which the site is tried, is missing")
    if CHROMIUM is None:
        pytest.skip("chromium, a browser, is missing")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Any, site: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page in a browser without a network; it may say nothing, and ask for nothing elsewhere."""
    context = browser.new_context(**request.param, offline=True)
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda it: said.append(it.text) if it.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    inside = (site.as_uri(), "about:", "data:", "blob:")
    page.on("request", lambda it: None if it.url.startswith(inside) else said.append(it.url))
    yield page
    context.close()
    assert said == []


@pytest.mark.thorough("test_search_finds_a_page_without_a_server")
@pytest.mark.parametrize(
    "opened",
    [
        {"viewport": PHONE, "color_scheme": "dark"},
        {"viewport": LAPTOP, "color_scheme": "light"},
    ],
    indirect=True,
    ids=lambda it: f"{it['viewport']['width']}-{it['color_scheme']}",
)
def test_pages_fit_and_keep_nobody_out(opened: Any, site: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for name in ("index.html", "range.html", "commands/offer.html", "errors.html"):
        opened.goto((site / name).as_uri())
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        found = Axe().run(opened, options=ONLY_VIOLATIONS).response["violations"]
        serious = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], name


@pytest.mark.parametrize("opened", [{"viewport": LAPTOP}], indirect=True, ids=["1280"])
def test_search_finds_a_page_without_a_server(opened: Any, site: Path) -> None:
    opened.goto((site / "index.html").as_uri())
    opened.keyboard.press("Control+k")
    opened.keyboard.type("Bay Area")
    hit = opened.get_by_text("On the command line").last
    hit.wait_for(timeout=60_000)
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/shell.html*", timeout=60_000)


@pytest.mark.parametrize("opened", [{"viewport": LAPTOP}], indirect=True, ids=["1280"])
def test_eighty_columns_stand_whole_on_a_laptop(opened: Any, site: Path) -> None:
    opened.goto((site / "commands" / "help.html").as_uri())
    wide = "blocks => blocks.filter(one => one.scrollWidth > one.clientWidth).length"
    assert opened.eval_on_selector_all("pre > code", wide) == 0
