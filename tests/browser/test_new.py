"""A new comparison on a phone: typed, kept, sent, understood, compared."""

import json
import threading

import pytest
from playwright.sync_api import Page, expect

from browser.in_thread import server_for
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.stories import story_log
from comparekit.store.database import open_database
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}
READINGS = [("2025-05-06T09:00", "1204.310", "3.050"), ("2025-05-07T09:10", "1204.960", "3.660")]
READINGS += [("2025-05-08T09:05", "1205.500", "4.210"), ("2025-05-09T08:55", "1206.020", "4.700")]


@pytest.fixture
def address(tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    services = DashboardServices(
        protocols=list_protocols,
        desk=Desk(database=database, run=run_here),
        cases=CaseDesk(database=database, run=run_here),
    )
    server = server_for(create_app(Settings(), services), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()
    database.close()


def fits(page: Page) -> None:
    page.wait_for_load_state("load")  # with its style sheets
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    small = page.evaluate(
        "[...document.querySelectorAll('main button, main input, main select, main summary, nav a')]"
        ".filter(e => e.type !== 'hidden' && e.offsetParent && !e.classList.contains('hidden'))"
        ".filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []


def fill(page: Page, index: int, row: tuple[str, str, str]) -> None:
    for role, value in zip(("time", "test", "reference"), row, strict=True):
        page.locator(f"[name='rows.{index}.{role}']").fill(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_readings_typed_on_a_phone_become_a_case(address, visit, language):
    page = visit(f"{address}/{language}/new", **PHONE).page
    page.locator(".way-typed summary").click()
    fits(page)
    for index, row in enumerate(READINGS):
        fill(page, index, row)
    assert page.locator("[name='rows.0.test']").get_attribute("inputmode") == "decimal"
    page.locator("button[value=read-typed]").click()
    expect(page.locator(".lead")).to_have_text(text(language, "new_page.preview.ready"))
    fits(page)
    page.locator("button[value=compare]").click()
    expect(page.locator(".verdict h1")).to_be_visible(timeout=20_000)
    assert "/case/" in page.url
    fits(page)
    page.get_by_role("link", name=text(language, "case_page.view.technician")).click()
    expect(page.locator("table.raw")).to_contain_text("1204.310")
    fits(page)


def test_what_is_typed_survives_a_reload(address, visit):
    page = visit(f"{address}/zh/new", **PHONE).page
    page.locator(".way-typed summary").click()
    fill(page, 0, READINGS[0])
    expect(page.locator(".kept-state")).to_have_text(text("zh", "new_page.script.saved"), timeout=10_000)
    page.reload()
    expect(page.locator("[name='rows.0.test']")).to_have_value("1204.310")
    page.get_by_role("link", name="English").click()
    expect(page.locator("[name='rows.0.test']")).to_have_value("1204.310")


def test_what_is_typed_without_a_connection_is_sent_when_it_is_back(address, visit):
    visited = visit(f"{address}/zh/new", **PHONE)
    page = visited.page
    page.locator(".way-typed summary").click()
    page.context.set_offline(True)
    fill(page, 0, READINGS[0])
    fill(page, 1, READINGS[1])
    expect(page.locator(".kept-state")).to_have_text(text("zh", "new_page.script.offline"), timeout=10_000)
    page.locator("button[value=read-typed]").click()
    expect(page.locator(".kept-state")).to_have_text(text("zh", "new_page.script.waiting"), timeout=10_000)
    expect(page.locator("[name='rows.0.test']")).to_have_value("1204.310")
    page.context.set_offline(False)
    expect(page.locator(".lead")).to_have_text(text("zh", "new_page.preview.ready"), timeout=20_000)
    visited.complaints[:] = [line for line in visited.complaints if "ERR_INTERNET_DISCONNECTED" not in line]


def test_what_is_set_right_in_the_preview_survives_offline_and_reload(address, visit):
    """Units, plates and certificates on a phone: number pads, faults at their fields, nothing lost."""
    visited = visit(f"{address}/zh/new", **PHONE)
    page = visited.page
    page.locator("input[name=log]").set_input_files(story_log("rollover"))
    page.locator("button[value=read-files]").click()
    page.locator(".plates > summary").click()
    page.locator(".by-hand > summary").click()
    fits(page)
    for name in ("plates.test.q3", "plates.reference.certificate.1.error", "step.test", "price"):
        assert page.locator(f"[name='{name}']").get_attribute("inputmode") == "decimal"
    page.locator("[name='plates.test.q3']").fill("2,5 m")
    expect(page.locator(".kept-state")).to_have_text(text("zh", "new_page.script.saved"), timeout=10_000)
    page.reload()
    expect(page.locator("[name='plates.test.q3']")).to_have_value("2,5 m")
    expect(page.locator(".faulty")).to_have_count(1)
    expect(page.locator(".faults a[href='#field-plates-2e-test-2e-q3']")).to_have_count(1)
    page.context.set_offline(True)
    page.locator("[name='plates.test.q3']").fill("2.5")
    page.locator(".plates button[value=adjust]").click()
    expect(page.locator(".kept-state")).to_have_text(text("zh", "new_page.script.waiting"), timeout=10_000)
    expect(page.locator("[name='plates.test.q3']")).to_have_value("2.5")
    page.context.set_offline(False)
    expect(page.locator(".lead")).to_have_text(text("zh", "new_page.preview.ready"), timeout=20_000)
    expect(page.locator(".faulty")).to_have_count(0)
    fits(page)
    visited.complaints[:] = [line for line in visited.complaints if "ERR_INTERNET_DISCONNECTED" not in line]


def test_a_row_is_added_and_read(address, visit):
    page = visit(f"{address}/zh/new", **PHONE).page
    page.locator(".way-typed summary").click()
    page.get_by_role("button", name=text("zh", "new_page.typed.add")).click()
    added = page.get_by_label(text("zh", "new_page.typed.test_of", row=10))
    added.fill("7.5")
    expect(page.locator(".kept-state")).to_have_text(text("zh", "new_page.script.saved"), timeout=10_000)
    page.reload()
    expect(page.get_by_label(text("zh", "new_page.typed.test_of", row=10))).to_have_value("7.5")


def test_without_scripts_a_file_still_goes_to_its_preview(address, visit):
    page = visit(f"{address}/zh/new", 1280, 900, java_script_enabled=False).page
    page.locator("input[name=log]").set_input_files(story_log("stairwell_log"))
    page.locator("button[value=read-files]").click()
    word = text("zh", "verdict.word.inconclusive")
    unusable = text("zh", "new_page.preview.unusable", count=1, word=word)
    expect(page.locator(".lead")).to_have_text(unusable)
    page.locator("button[value='accept:r11-reference']").click()
    expect(page.locator(".lead")).to_have_text(text("zh", "new_page.preview.ready"))
    expect(page.locator("button[value='refuse:r11-reference']")).to_be_visible()


def test_a_file_above_the_limit_is_refused_before_it_is_sent(address, visit):
    page = visit(f"{address}/zh/new").page
    page.evaluate("document.querySelector('.entry-form').dataset.most = '10'")
    page.locator("input[name=log]").set_input_files(story_log("rollover"))
    expect(page.locator(".kept-state")).to_contain_text(story_log("rollover").name)
    assert json.dumps(page.locator("input[name=log]").input_value()) == '""'


def test_the_keyboard_alone_pastes_and_reads(address, visit):
    page = visit(f"{address}/zh/new").page
    page.locator(".way-pasted summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("2025-05-06 09:00 1204.31 3.05\n2025-05-07 09:00 1205.31 4.05")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_have_text(text("zh", "new_page.preview.ready"))
