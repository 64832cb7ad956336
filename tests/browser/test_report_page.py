"""The page to take away in a browser that runs no script and reaches nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from comparekit.i18n.catalog import LANGUAGES
from comparekit.services.stories import story_names
from reporting.pages import page_of

pytestmark = pytest.mark.browser

STORIES = story_names()
#: A sheet of A4 between the margins of the style sheet [px at 96 to the inch].
SHEET = {"width": 680, "height": 1005}
PHONE = {"width": 390, "height": 844}

Opened = Callable[..., Page]

#: What reaches over the right side of the window.
BEYOND = """() => [...document.querySelectorAll('article *')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 0.5)
    .filter(e => !e.closest('svg') && !e.closest('.stacked thead'))
    .map(e => e.tagName + ' ' + e.textContent.slice(0, 40))"""

#: What a sheet of paper must not cut, and how high it is.
KEPT_TOGETHER = """language => [...document.querySelectorAll(`#${language} *`)]
    .filter(e => !e.closest('svg') && getComputedStyle(e).breakInside === 'avoid')
    .map(e => [e.tagName, e.getBoundingClientRect().height])"""

#: How large letters are.
SIZES = """language => Object.fromEntries(
    ['h1', 'h2', '.next-step', '.numbers dd', '.found'].map(which => [which, Math.max(
        ...[...document.querySelectorAll(`#${language} ${which}`)].filter(e => e.checkVisibility())
            .map(e => parseFloat(getComputedStyle(e).fontSize)))]))"""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens the page of a story from a file, as out of a chat; fails on any other request."""
    windows = []
    outside: list[str] = []

    def made(story: str, language: str = "zh", size: dict[str, int] = PHONE) -> Page:
        file = tmp_path / f"{story}.{language}.html"
        file.write_text(page_of(story, language), encoding="utf-8")
        window = browser.new_context(viewport=size, java_script_enabled=False, offline=True)  # type: ignore[arg-type]

        def only_itself(route: Route) -> None:
            if route.request.url == file.as_uri():
                route.continue_()
            else:
                outside.append(route.request.url)
                route.abort()

        window.route("**/*", only_itself)
        page = window.new_page()
        page.on("console", lambda message: outside.append(message.text))
        page.goto(file.as_uri())
        windows.append(window)
        return page

    yield made
    for window in windows:
        window.close()
    assert outside == []


def shown(page: Page) -> list[str]:
    """Languages of the editions to be seen."""
    return [one.get_attribute("id") or "" for one in page.locator("article").all() if one.is_visible()]


def choose(page: Page, language: str) -> None:
    """What a finger does."""
    page.locator(f"label[for=show-{language}]").click()
    assert shown(page) == [language]


@pytest.mark.parametrize("story", STORIES)
def test_a_phone_never_scrolls_sideways(opened: Opened, story: str) -> None:
    page = opened(story)
    for language in LANGUAGES:
        choose(page, language)
        for summary in page.locator(f"#{language} summary").all():
            summary.click()
        assert page.evaluate("document.scrollingElement.scrollWidth") == PHONE["width"]
        assert page.evaluate(BEYOND) == []


@pytest.mark.parametrize("story", ["huangyan_7_days", "worn_low_flow", "stairwell_log"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_verdict_is_the_biggest_thing_and_on_the_first_screen(
    opened: Opened, story: str, language: str
) -> None:
    page = opened(story, language)
    heading = page.locator(f"#{language} h1")
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE["height"]
    assert page.evaluate("getComputedStyle(document.querySelector('article h1')).fontWeight") == "700"
    sizes = page.evaluate(SIZES, language)
    assert all(sizes["h1"] > size for which, size in sizes.items() if which != "h1")


def test_the_language_changes_without_a_script_by_finger_and_by_key(opened: Opened) -> None:
    page = opened("huangyan_7_days")
    assert shown(page) == ["zh"]
    page.get_by_text("English", exact=True).click()
    assert shown(page) == ["en"]
    expect(page.locator("#en h1")).to_contain_text("The two meters run alike")
    page.locator("#show-en").press("ArrowLeft")
    assert shown(page) == ["zh"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_opens_in_its_language(opened: Opened, language: str) -> None:
    assert shown(opened("huangyan_7_days", language)) == [language]


@pytest.mark.parametrize("story", STORIES)
def test_on_paper_the_verdict_is_on_the_first_sheet_and_nothing_is_taller_than_one(
    opened: Opened, story: str
) -> None:
    page = opened(story, size=SHEET)
    for language in LANGUAGES:
        page.emulate_media(media="screen")
        choose(page, language)
        page.emulate_media(media="print")
        assert shown(page) == [language]
        for part in (".verdict", ".numbers", ".screening"):
            box = page.locator(f"#{language} {part}").bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < SHEET["height"]
        kept = page.evaluate(KEPT_TOGETHER, language)
        assert {"FIGURE", "TR", "LI", "DL"} <= {tag for tag, _ in kept}
        assert max(height for _, height in kept) < SHEET["height"]
        for hidden in ("nav", "summary"):
            assert not page.locator(hidden).first.is_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_only_the_language_chosen_is_printed(opened: Opened, language: str) -> None:
    page = opened("huangyan_7_days", language)
    sheets = page.pdf(prefer_css_page_size=True)
    assert sheets.startswith(b"%PDF")
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", sheets)[0])
    assert (width, height) == pytest.approx((595.3, 841.9), abs=1)  # A4 [pt]
    assert 4 <= len(re.findall(rb"/Type /Page\b", sheets)) <= 7


def test_switched_by_hand_the_other_language_is_printed(opened: Opened) -> None:
    page = opened("huangyan_7_days", "zh")
    page.get_by_text("English", exact=True).click()
    page.emulate_media(media="print")
    assert shown(page) == ["en"]


def test_a_figure_shows_one_of_its_drawings(opened: Opened) -> None:
    for size, which in ((PHONE, "phone"), ({"width": 1024, "height": 800}, "sheet")):
        page = opened("huangyan_7_days", size=size)
        for figure in page.locator("#zh figure").all():
            seen = [one.get_attribute("class") for one in figure.locator("svg").all() if one.is_visible()]
            assert seen == [which]


def test_the_numbers_of_a_figure_open_without_a_script(opened: Opened) -> None:
    page = opened("huangyan_7_days")
    table = page.locator("#zh-difference")
    assert not table.is_visible()
    page.locator("#zh summary").first.click()
    assert table.is_visible()
    label = page.evaluate(
        "getComputedStyle(document.querySelector('#zh-difference td:nth-child(3)'), '::before').content"
    )
    assert label == '"从头算到当天"'
