"""Meeting mode in a browser: keys, the network cable pulled, sizes on a projector, a phone, paper."""

import re
import statistics
import threading
from functools import lru_cache

import pytest
from playwright.sync_api import expect

from browser.in_thread import server_for
from comparekit.i18n.catalog import text
from comparekit.services.stories import run_story, story_names
from comparekit.wording.verdict import headline
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings

pytestmark = pytest.mark.browser

STORY = lru_cache(32)(run_story)
PATH = "/zh/story/huangyan_7_days/present"
PROJECTOR = (1920, 1080)
SCREENS = 1 + 1 + 7 + 7 + 1 + 1  # six steps, two of them day by day


@pytest.fixture(scope="module")
def address():
    services = DashboardServices(story_names=story_names, story=STORY)
    server = server_for(create_app(Settings(), services), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(address, visit):
    def open_deck(path=PATH, size=PROJECTOR, **context):
        page = visit(address + path, *size, **context).page
        expect(page.locator("main.present[data-frame]")).to_be_visible(timeout=20_000)
        return page

    return open_deck


def where(page):
    return page.evaluate("location.hash")


def seen(page):
    return page.locator(".slide:not(.slide-later) .frame:not(.frame-later)")


def test_with_the_cable_pulled_all_steps_are_seen_and_nothing_is_asked_for(opened):
    page = opened()
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("^data:"))
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    places = [where(page)]
    for _ in range(SCREENS - 1):
        page.keyboard.press("ArrowRight")
        places.append(where(page))
        expect(seen(page)).to_have_count(1)
        broken = "[...document.querySelectorAll('.slide:not(.slide-later) .frame:not(.frame-later) img')]"
        assert page.evaluate(f"{broken}.filter(i => !i.complete || !i.naturalWidth).length") == 0
    assert len(set(places)) == SCREENS
    assert [p for p in places if "." not in p] == [f"#{k}" for k in range(1, 7)]
    expect(page.get_by_role("heading", level=2)).to_have_text(headline(STORY("huangyan_7_days"), "zh"))
    page.keyboard.press("ArrowRight")
    assert where(page) == "#6"
    assert [url for url in asked if not url.startswith("data:")] == []
    page.context.set_offline(False)


@pytest.mark.parametrize(
    ("forward", "back"),
    [("ArrowRight", "ArrowLeft"), ("PageDown", "PageUp"), (" ", "Shift+ "), ("ArrowDown", "ArrowUp")],
)
def test_keys_and_a_remote_control_turn_both_ways(opened, forward, back):
    page = opened()
    for key, expected in ((forward, "#2"), (forward, "#3"), (forward, "#3.2"), (back, "#3"), (back, "#2")):
        page.keyboard.press(key.replace(" ", "Space"))
        assert where(page) == expected


def test_ends_numbers_buttons_and_address_lead_to_a_step(opened):
    page = opened(PATH + "#4.3")
    assert where(page) == "#4.3"
    expect(page.get_by_role("status")).to_contain_text("4")
    for key, expected in (("End", "#6"), ("Home", "#1"), ("5", "#5")):
        page.keyboard.press(key)
        assert where(page) == expected
    page.get_by_role("button", name=text("zh", "present.back")).click()
    assert where(page) == "#4.7"
    page.get_by_role("button", name=text("zh", "present.step.meters")).click()
    assert where(page) == "#2"
    expect(page.locator("[aria-current=step]")).to_have_count(1)


def test_escape_leaves_for_the_result(opened):
    page = opened()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/zh/story/huangyan_7_days$"))
    expect(page.locator("main.present")).to_have_count(0)


def test_the_switch_stays_on_the_step(opened):
    page = opened(PATH + "#5")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(text("en", "present.bill.title"))
    assert where(page) == "#5"


def test_a_step_is_painted_within_100_ms_of_its_key(opened):
    page = opened()
    page.evaluate(
        """window.took = [];
        window.addEventListener('keydown', () => {
          const start = performance.now();
          requestAnimationFrame(() => { const c = new MessageChannel();
            c.port1.onmessage = () => window.took.push(performance.now() - start); c.port2.postMessage(0); });
        }, true)"""
    )
    for _ in range(SCREENS - 1):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(60)
    took = page.evaluate("window.took")
    assert len(took) == SCREENS - 1
    print(f"step after its key: median {statistics.median(took):.0f} ms, slowest {max(took):.0f} ms")
    assert statistics.median(took) <= 100
    assert sorted(took)[-2] <= 100  # one may fall into a hiccup of a shared machine


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("story", ["huangyan_7_days", "certificate_on_the_bench", "two_good_meters_30_days"])
def test_on_a_projector_nothing_is_smaller_than_24_px_and_nothing_scrolls(opened, story, language):
    page = opened(f"/{language}/story/{story}/present")
    place = None
    while place != where(page):
        place = where(page)
        small = page.evaluate(
            """[...document.querySelectorAll('.present *')].filter(e => e.getClientRects().length
              && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
              && !e.closest('.hidden') && parseFloat(getComputedStyle(e).fontSize) < 24)
              .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], place
        # Words in a picture are 14 px of its own width at least.
        pictures = page.evaluate(
            """[...document.querySelectorAll('img.shown')].filter(i => i.getClientRects().length).map(i => {
              const box = i.getBoundingClientRect();
              return 14 * Math.min(box.width / i.naturalWidth, box.height / i.naturalHeight); })"""
        )
        assert all(size >= 24 for size in pictures), (place, pictures)
        over = page.evaluate(
            "[...document.querySelectorAll('.slides, .slide')].filter(e => e.getClientRects().length)"
            ".map(e => Math.max(e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth))"
        )
        assert max(over) <= 1, place
        page.keyboard.press("PageDown")


def test_a_phone_never_scrolls_sideways_and_has_targets_to_hit(opened):
    page = opened(size=(390, 844), is_mobile=True, has_touch=True)
    for _ in range(SCREENS):
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        )
        assert (
            page.evaluate(
                "[...document.querySelectorAll('.present *')].filter(e => !e.closest('.hidden')"
                " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
            )
            == []
        )
        page.get_by_role("button", name=text("zh", "present.next")).click()
    low = page.evaluate(
        "[...document.querySelectorAll('.deck button, .deck a')].map(b => b.getBoundingClientRect().height)"
    )
    assert min(low) >= 44


def test_paper_has_one_step_a_page(opened):
    page = opened()
    paper = page.pdf(format="A4", landscape=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 6
