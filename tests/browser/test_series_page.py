import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.verdict import advice, headline
from figures.series_cases import coarse, fast, identical, month, stopped

from .conftest import Visit

pytestmark = pytest.mark.browser

CASES = {"identical": identical, "fast": fast, "coarse": coarse, "month": month, "stopped": stopped}
TAG = {"zh": "zh-CN", "en": "en"}

Serve = Callable[[SeriesResult], str]
Open = Callable[..., Visit]


def drawn(page: Page) -> None:
    expect(page.locator("main .js-plotly-plot .main-svg").first).to_be_visible(timeout=20_000)


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("case", CASES)
def test_a_phone_shows_the_verdict_in_both_languages_and_never_scrolls_sideways(
    serve: Serve, visit: Open, case: str
) -> None:
    result = CASES[case]()
    page = visit(f"{serve(result)}/zh/", 390, 844, is_mobile=True, has_touch=True).page
    for language in ("zh", "en"):
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(headline(result, language), timeout=20_000)
        expect(page).to_have_title(headline(result, language))
        expect(page.locator("html")).to_have_attribute("lang", TAG[language])
        expect(page.locator(".verdict-icon")).to_be_visible()
        if case == "fast":  # at the planned end nobody is told to stop or to go on
            expect(page.locator(".advice")).to_have_count(0)
        drawn(page)
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")
        assert overflow(page) == 0
        wide = page.evaluate(
            "[...document.querySelectorAll('main *')].filter(e => !e.closest('svg') && !e.closest('.hidden')"
            " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
        )
        assert wide == []
        if language == "zh":
            page.get_by_role("link", name="English").click()


def test_the_switch_changes_the_text_and_keeps_the_page(serve: Serve, visit: Open) -> None:
    result = fast()
    page = visit(f"{serve(result)}/zh/").page
    drawn(page)
    page.evaluate("window.stillTheSame = true")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline(result, "en"))
    expect(page).to_have_url(re.compile(r"/en/$"))
    expect(page).to_have_title(headline(result, "en"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".js-plotly-plot .annotation-text").filter(has_text="planned end")).to_be_visible()
    assert page.evaluate("window.stillTheSame") is True
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline(result, "zh"))


def test_the_graph_offers_no_cloud_and_carries_no_logo(serve: Serve, visit: Open) -> None:
    page = visit(f"{serve(identical())}/zh/").page
    drawn(page)
    page.locator(".js-plotly-plot").hover()
    expect(page.locator(".modebar-btn")).to_have_count(0)
    expect(page.get_by_text(text("zh", "figures.difference.warning", planned=7)).first).to_be_visible()


def test_the_verdict_is_the_biggest_thing(serve: Serve, visit: Open) -> None:
    page = visit(f"{serve(identical())}/zh/", 1920, 1080).page
    drawn(page)
    sizes = page.evaluate(
        "[...document.querySelectorAll('main *, header *, footer *')].filter(e => e.tagName !== 'H1')"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    heading = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    assert heading > max(sizes)
    assert page.locator(".js-plotly-plot").bounding_box()["y"] < 1080  # type: ignore[index]


def test_who_may_stop_reads_it_right_under_the_verdict(serve: Serve, visit: Open) -> None:
    result = stopped()
    page = visit(f"{serve(result)}/zh/", 390, 844, is_mobile=True, has_touch=True).page
    for language in ("zh", "en"):
        line = page.locator(".advice")
        expect(line).to_have_text(advice(result, language), timeout=20_000)
        drawn(page)
        expect(line).to_be_in_viewport()
        assert line.locator("img").evaluate("icon => icon.complete && icon.naturalWidth > 0")
        heading, below = page.locator("h1").bounding_box(), line.bounding_box()
        assert heading is not None and below is not None
        assert 0 <= below["y"] - (heading["y"] + heading["height"]) < 24
        if language == "zh":
            page.get_by_role("link", name="English").click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_projector_shows_verdict_numbers_and_most_of_the_figure(
    serve: Serve, visit: Open, language: str
) -> None:
    page = visit(f"{serve(stopped())}/{language}/", 1920, 1080).page
    drawn(page)
    figure = page.locator(".js-plotly-plot").bounding_box()
    assert figure is not None
    assert figure["y"] + 0.75 * figure["height"] < 1080


def test_the_keyboard_reaches_switch_and_numbers(serve: Serve, visit: Open) -> None:
    page = visit(f"{serve(fast())}/zh/").page
    drawn(page)
    switch = page.get_by_role("link", name="English")
    for _ in range(8):  # past the name of the page and the ways to others
        page.keyboard.press("Tab")
        if switch.evaluate("link => link === document.activeElement"):
            break
    expect(switch).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("table.numbers").first).to_be_visible()


def test_the_day_table_stays_a_table_on_a_phone(serve: Serve, visit: Open) -> None:
    page = visit(f"{serve(fast())}/en/", 390, 844).page
    drawn(page)
    table = page.get_by_role("table").filter(has=page.get_by_role("rowheader", name="7 May"))
    expect(table.get_by_role("row")).to_have_count(10)
    expect(table.get_by_role("columnheader")).to_have_count(6)


def test_paper_shows_the_evidence_in_its_width_and_no_switch(serve: Serve, visit: Open) -> None:
    page = visit(f"{serve(fast())}/zh/").page
    drawn(page)
    picture = page.locator(".js-plotly-plot .main-svg").first
    on_screen = picture.bounding_box()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(picture).to_have_attribute("width", "640")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert on_screen is not None
    expect(picture).to_have_attribute("width", re.compile(rf"{on_screen['width']:g}"))
    page.emulate_media(media="print")
    expect(page.locator(".languages")).to_be_hidden()
    expect(page.locator("table.days")).to_be_visible()
