"""Bills typed on a phone: three before the replacement and one after, then the verdict and its meeting."""

import threading

import pytest
from playwright.sync_api import expect

from browser.in_thread import server_for
from browser.test_new import PHONE, fits
from comparekit.i18n.catalog import text
from comparekit.ingest.tariff_file import list_tariffs
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.replacement_desk import ReplacementDesk
from comparekit.services.stories import story_log
from comparekit.store.database import open_database
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings

pytestmark = pytest.mark.browser

BILLS = [("2025-02-01", "352.4"), ("2025-03-01", "318.7"), ("2025-04-01", "395.2"), ("2025-05-01", "170.3")]


@pytest.fixture
def address(tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    cases = CaseDesk(database=database, run=run_here)
    services = DashboardServices(
        desk=Desk(database=database, run=run_here),
        cases=cases,
        replacements=ReplacementDesk(database=database, cases=cases, run=run_here),
        tariffs=list_tariffs,
    )
    server = server_for(create_app(Settings(), services), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()
    database.close()


def test_four_bills_typed_on_a_phone_get_their_verdict(address, visit):
    page = visit(f"{address}/zh/replacement", **PHONE).page
    fits(page)
    expect(page.locator(".bill-rows th[scope=row]").nth(1)).to_have_text(
        text("zh", "replacement_page.typed.bill", number=2)
    )
    share = page.locator("[name=peak_share]")
    expect(share).to_be_hidden()
    page.locator("[name=tariff]").select_option("electricity-tariff-zhejiang-peak-valley")
    expect(share).to_be_visible()
    page.locator("[name=tariff]").select_option("")
    page.locator(".way-certificate > summary").click()
    expect(page.locator(".plate-test")).to_be_visible()
    expect(page.locator(".plate-reference")).to_be_hidden()
    fits(page)
    page.locator("[name='rows.0.start']").fill("2025-01-01")
    for k, (end, amount) in enumerate(BILLS):
        page.locator(f"[name='rows.{k}.end']").fill(end)
        page.locator(f"[name='rows.{k}.amount']").fill(amount)
    assert page.locator("[name='rows.0.amount']").get_attribute("inputmode") == "decimal"
    read = page.locator("button.main[value=study]")
    read.click()
    fault = page.locator(".faulty .field-fault")
    expect(fault).to_have_text(text("zh", "replacement_page.trouble.date_missing"))
    expect(page.locator("[name='rows.3.amount']")).to_have_value("170.3")
    page.locator("[name=replaced]").fill("2025-04-01")
    page.locator("[name=price]").fill("4")
    read.click()
    badge = page.locator(".verdict-word")
    expect(badge).to_have_text(text("zh", "replacement_page.word.inconclusive"))
    fits(page)
    page.reload()  # asks for nothing to be sent again
    expect(badge).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=text("zh", "case_page.acts.report")).click()
    assert download.value.suggested_filename == "comparekit-replacement-2025-04-01.html"
    page.locator(".study-change > summary").click()
    page.locator(".way-compared > summary").click()
    page.locator("[name=series]").set_input_files(story_log("huangyan_7_days"))
    read.click()
    expect(badge).to_have_text(text("zh", "replacement_page.word.no-concern"))
    page.get_by_role("link", name=text("zh", "dashboard.page.meeting")).click()
    expect(page.locator("main.present[data-frame]")).to_be_attached()
    page.keyboard.press("5")
    expect(page.locator(".slide-bill h2").first).to_be_visible()
    fits(page)
