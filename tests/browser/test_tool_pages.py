"""Tools in a browser: a plan asked and answered, another story; for every page see test_every_page.py."""

import re
import threading
from functools import lru_cache

import pytest
from playwright.sync_api import expect

from browser.in_thread import server_for
from comparekit.i18n.catalog import text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.plan import plan_series
from comparekit.services.stories import run_story, story_names
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address():
    services = DashboardServices(
        story_names=story_names,
        story=lru_cache(32)(run_story),
        protocols=lru_cache(1)(list_protocols),
        plan=plan_series,
    )
    server = server_for(create_app(Settings(), services), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


def answer(page):
    headline = page.locator(".plan-headline")
    expect(headline).to_be_visible(timeout=20_000)
    expect(page.locator(".plan-done")).to_have_count(1, timeout=20_000)
    return headline


def test_a_plan_is_asked_for_in_the_form_and_stands_in_the_address(address, visit):
    page = visit(f"{address}/zh/plan").page
    before = answer(page).inner_text()
    page.get_by_label(text("zh", "plan_page.test_step")).fill("0.1")
    page.get_by_label(text("zh", "plan_page.reference_step")).fill("0.1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"test_step=0\.1&reference_step=0\.1"))
    expect(page.locator(".plan-headline")).not_to_have_text(before, timeout=20_000)
    told = answer(page).inner_text()
    again = visit(page.url).page
    expect(answer(again)).to_have_text(told)
    expect(again.get_by_label(text("zh", "plan_page.test_step"))).to_have_value("0.1")


def test_the_language_switch_keeps_the_question(address, visit):
    page = visit(f"{address}/zh/plan?test_step=0.05").page
    answer(page)
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/plan\?test_step=0\.05$"))
    expect(page.get_by_label(text("en", "plan_page.test_step"))).to_have_value("0.05", timeout=20_000)


def test_a_wrong_number_is_told_and_kept(address, visit):
    page = visit(f"{address}/zh/plan").page
    answer(page)
    page.get_by_label(text("zh", "plan_page.daily_use")).fill("很多")
    page.get_by_role("button", name=text("zh", "plan_page.calculate")).click()
    expect(page.get_by_role("alert")).to_contain_text("很多")
    expect(page.get_by_label(text("zh", "plan_page.daily_use"))).to_have_value("很多")


def test_another_protocol_starts_from_its_own_house(address, visit):
    page = visit(f"{address}/zh/plan").page
    answer(page)
    page.get_by_role("link", name=re.compile("电能表")).click()
    expect(page.get_by_label(text("zh", "plan_page.daily_use"))).to_have_value("8", timeout=20_000)


def test_another_story_is_one_click_away(address, visit):
    page = visit(f"{address}/zh/why").page
    page.get_by_role("link", name=text("zh", "dashboard.story.fast_5_percent")).click()
    expect(page).to_have_url(re.compile("/zh/why/story/fast_5_percent$"))
    expect(page.locator(".method-own.verdict-deviate")).to_be_visible(timeout=20_000)
