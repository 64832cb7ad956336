"""Visitors at the bench: choose, open the taps, watch, stop, reveal; then nothing is asked of the server."""

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.in_thread import server_for
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.services.open_day import open_day
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings

from .conftest import Visit

pytestmark = pytest.mark.browser

ADDRESS = "bench?old=fast&new=good&home=family&step=0.001&days=7&seed=7"
Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    app = create_app(Settings(), DashboardServices(open_day=open_day))
    server = server_for(app, "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


def act(page: Page, name: str):
    return page.locator(f"[data-act={name}]")


def ready(page: Page) -> None:
    expect(act(page, "open")).to_be_enabled(timeout=20_000)


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def digits(page: Page, name: str) -> str:
    """What stands on the drums of a register, whole digits only."""
    return str(
        page.evaluate(
            "name => [...document.querySelectorAll(`[data-register=${name}] .bench-strip`)]"
            ".map(s => Math.floor(+s.style.getPropertyValue('--turn') + 1e-6)).join('')",
            name,
        )
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_run_needs_no_network(place: str, visit: Open, language: str) -> None:
    page = visit(f"{place}/{language}/{ADDRESS}").page
    ready(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    act(page, "open").click()
    expect(page.locator(".bench-clock")).to_contain_text("1")
    page.context.set_offline(True)
    asked.clear()
    act(page, "end").click()
    shown = open_day_run(language)
    expect(page.locator(".bench-verdict .verdict-word")).to_have_text(shown["days"][-1]["word"])
    assert digits(page, "old") == shown["days"][-1]["cells"][1].replace(".", "").zfill(8)
    assert digits(page, "new") == shown["days"][-1]["cells"][2].replace(".", "").zfill(8)
    expect(page.locator(".bench-truth")).to_be_hidden()
    act(page, "reveal").click()
    expect(page.locator(".bench-truth-title")).to_have_text(shown["truth"]["title"])
    expect(page.locator(".bench-truth-sentences li")).to_have_text(shown["truth"]["sentences"])
    expect(page.locator(".bench-figure img")).to_have_attribute("alt", shown["truth"]["alt"])
    assert [url for url in asked if "_dash" in url] == []
    page.context.set_offline(False)


def open_day_run(language: str):
    from comparekit.bench.open_day import OpenDayChoice

    return open_day(OpenDayChoice(old="fast", seed=7), language)


def test_the_registers_run_and_stop_and_go_on(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/{ADDRESS}").page
    ready(page)
    act(page, "open").click()
    start = digits(page, "old")
    expect(page.locator(".bench-clock")).not_to_have_text(
        text("zh", "bench_page.run.clock", day=1, time="09:00")
    )
    act(page, "pause").click()
    expect(act(page, "pause")).to_have_text(text("zh", "bench_page.run.go_on"))
    clock = page.locator(".bench-clock").inner_text()
    page.wait_for_timeout(400)
    expect(page.locator(".bench-clock")).to_have_text(clock)
    act(page, "speed").last.click()
    act(page, "pause").click()
    expect(page.locator(".bench-clock")).to_have_text(re.compile("第 2 天"), timeout=10_000)
    assert digits(page, "old") > start
    expect(page.locator(".bench-table tbody tr")).to_have_count(1)


def test_a_run_lasts_to_its_end_by_itself_and_then_offers_the_truth(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/{ADDRESS}").page
    ready(page)
    act(page, "open").click()
    act(page, "speed").last.click()
    expect(act(page, "reveal")).to_be_visible(timeout=25_000)
    expect(page.locator(".bench-table tbody tr")).to_have_count(7)


def test_with_reduced_motion_the_days_come_one_by_one(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/{ADDRESS}", reduced_motion="reduce").page
    ready(page)
    act(page, "open").click()
    start = digits(page, "new")
    clocks = set()
    for _ in range(8):
        clocks.add(page.locator(".bench-clock").inner_text())
        page.wait_for_timeout(100)
    assert clocks == {text("zh", "bench_page.run.clock", day=1, time="09:00")}
    assert digits(page, "new") == start
    expect(page.locator(".bench-clock")).to_have_text(
        text("zh", "bench_page.run.clock", day=2, time="09:00"), timeout=8_000
    )
    assert digits(page, "new") > start


def test_the_keyboard_plays_from_choice_to_truth(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/{ADDRESS}").page
    ready(page)

    def tab_to(wanted: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
                return
        raise AssertionError(f"never reached {wanted}")

    tab_to("[data-name=old][data-value=sticking]")
    page.keyboard.press("Space")
    expect(page.locator("[data-name=old][data-value=sticking]")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("old=sticking"))
    ready(page)
    tab_to("[data-act=open]")
    page.keyboard.press("Enter")
    expect(act(page, "pause")).to_be_focused()
    tab_to("[data-act=end]")
    page.keyboard.press("Enter")
    expect(act(page, "reveal")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".bench-truth-title")).to_be_focused()
    expect(page.locator(".bench-name").first).to_contain_text(text("zh", "bench_page.meter.sticking"))


def test_the_address_carries_the_choices_and_repeats_them(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/bench?old=worn&days=10&seed=12").page
    ready(page)
    expect(page.locator("[data-name=old][aria-pressed=true]")).to_have_attribute("data-value", "worn")
    expect(page.locator("[data-other]")).to_have_text(text("zh", "bench_page.choose.days.days", days=10))
    expect(page.locator("[data-other]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#bench-seed")).to_have_value("12")
    page.locator("[data-name=step][data-value='1']").click()
    expect(page).to_have_url(re.compile(r"old=worn&new=good&home=family&step=1&days=10&seed=12$"))
    page.locator("#bench-seed").fill("34")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("seed=34$"))
    page.reload()
    ready(page)
    expect(page.locator("[data-name=step][aria-pressed=true]")).to_have_attribute("data-value", "1")
    act(page, "open").click()
    expect(page.locator(".bench-unread")).to_be_visible()
    expect(page.locator(".bench-wheel.unread")).to_have_count(6)


def test_the_language_switch_keeps_the_choices(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/bench?old=worn&seed=5").page
    ready(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(text("en", "bench_page.page.title"))
    ready(page)
    expect(page).to_have_url(re.compile("/en/bench.*old=worn.*seed=5"))


def test_what_an_address_got_wrong_is_said(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/bench?old=broken&seed=5").page
    ready(page)
    expect(page.locator(".bench-status")).to_have_text(text("zh", "bench_page.page.faulty"))


def test_another_number_runs_at_once(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/{ADDRESS}").page
    ready(page)
    act(page, "open").click()
    act(page, "end").click()
    act(page, "again").click()
    expect(act(page, "pause")).to_be_visible(timeout=20_000)
    expect(page.locator(".bench-truth")).to_be_hidden()
    assert not page.url.endswith("seed=7")
    act(page, "choose").click()
    expect(act(page, "open")).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [ADDRESS, "bench/board", "bench/board?water=23,0&electricity=14,0&gas=30,0"])
def test_a_phone_never_scrolls_sideways_and_its_targets_are_big(
    place: str, visit: Open, language: str, path: str
) -> None:
    page = visit(f"{place}/{language}/{path}", 390, 844, is_mobile=True, has_touch=True).page
    if "board" in path:
        expect(page.locator(".board-headline")).to_be_visible(timeout=20_000)
        if "?" not in path:
            expect(page.locator(".board-entry").first).to_be_visible()
    else:
        ready(page)
        assert overflow(page) == 0
        act(page, "open").tap()
        act(page, "next").tap()
        act(page, "end").tap()
        act(page, "reveal").tap()
        page.locator("summary").tap()
    assert overflow(page) == 0
    small = page.evaluate(
        "[...document.querySelectorAll('main button, main input')].filter(e => e.offsetParent)"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hall_screen_shows_registers_verdict_figure_and_controls_at_once(
    place: str, visit: Open, language: str
) -> None:
    page = visit(f"{place}/{language}/{ADDRESS}", 1920, 1080).page
    ready(page)
    expect(act(page, "open")).to_be_in_viewport(ratio=1)
    act(page, "open").click()
    act(page, "end").click()
    for name in (".bench-wheels >> nth=1", ".bench-sentence", ".bench-figure", "[data-act=reveal]"):
        expect(page.locator(name)).to_be_in_viewport(ratio=1)


def test_the_board_takes_counts_and_puts_them_into_the_address(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/bench/board", 1920, 1080).page
    for utility, tested in (("water", 23), ("electricity", 14), ("gas", 30)):
        page.locator(f"#board-{utility}-tested").fill(str(tested))
    page.locator("#board-show").click()
    expect(page).to_have_url(re.compile(r"\?water=23,0&electricity=14,0&gas=30,0$"))
    headline = page.locator(".board-headline")
    expect(headline).to_have_text(text("zh", "board.headline.good", tested=67, found=0))
    expect(page.locator(".board-bound")).to_contain_text("4.4 %")
    expect(page.locator(".board-meaning")).to_be_in_viewport()
    size = headline.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 64


def test_a_count_that_cannot_be_is_told_and_what_was_typed_stays(place: str, visit: Open) -> None:
    page = visit(f"{place}/zh/bench/board").page
    page.locator("#board-water-tested").fill("3")
    page.locator("#board-water-found").fill("5")
    page.locator("#board-show").click()
    expect(page.get_by_role("alert")).to_contain_text("5")
    expect(page.locator("#board-water-found")).to_have_value("5")
