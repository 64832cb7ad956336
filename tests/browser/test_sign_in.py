"""Signing in by keyboard, seeing the cases, and what happens when the session ends."""

import threading

import pytest
from playwright.sync_api import expect

from browser.in_thread import server_for
from comparekit.i18n.catalog import text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services import people
from comparekit.services.case_import import import_look
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.roles import LOCAL
from comparekit.services.sign_in_desk import SignInDesk
from comparekit.services.stories import story_log
from comparekit.store.database import open_database
from dashboard.app import create_app
from dashboard.public_url import public_url
from dashboard.settings import DashboardServices, Settings
from services.cheap import CHEAP

pytestmark = pytest.mark.browser

PASSWORD = "eleven quiet lanterns"


@pytest.fixture
def address(tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    people.add_person(database, LOCAL, name="张伟", role="administrator", password=PASSWORD, parameters=CHEAP)
    log = story_log("fast_5_percent")
    look = Look(log=GivenFile(name=log.name, content=log.read_bytes()))
    import_look(database, LOCAL, look, title="东街 12 号", case_id=None)
    services = DashboardServices(
        protocols=list_protocols,
        desk=Desk(database=database, run=run_here),
        cases=CaseDesk(database=database, run=run_here),
        sign_in=SignInDesk(database=database, parameters=CHEAP),
    )
    settings = Settings(public_url=public_url("http://meters.example"))
    server = server_for(create_app(settings, services), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()
    database.close()


def test_a_day_at_the_office(address, visit):
    """In by keyboard, to where one wanted to go; out; in again, and the session ends on an open page."""
    opened = visit(f"{address}/zh/cases", width=390, height=844)
    page, keys = opened.page, opened.page.keyboard

    def sign_in(password):
        page.locator(".name a").focus()
        keys.press("Tab")  # the other language
        keys.press("Tab")
        expect(page.locator("[name=name]")).to_be_focused()
        page.locator("[name=name]").fill("")
        keys.type("张伟")
        keys.press("Tab")
        keys.type(password)
        keys.press("Tab")
        expect(page.get_by_role("button", name=text("zh", "sign_in_page.in"))).to_be_focused()
        keys.press("Enter")

    def fits():
        page.wait_for_load_state("load")
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0
        for part in page.locator("button:visible, input:visible").all():
            assert part.bounding_box()["height"] >= 43.5

    assert page.url == f"{address}/zh/sign-in?next=%2Fzh%2Fcases"
    fits()
    sign_in("wrong horse battery")
    expect(page.get_by_role("alert")).to_have_text(text("zh", "errors.sign_in.refused"))
    expect(page.locator("[name=name]")).to_have_value("张伟")
    fits()
    opened.complaints.clear()  # the browser tells of the 401

    sign_in(PASSWORD)
    expect(page.get_by_role("link", name="东街 12 号")).to_be_visible()
    assert page.url == f"{address}/zh/cases"
    who = page.locator(".signed-in")
    expect(who).to_contain_text("张伟 " + text("zh", "cli.user.roles_named.administrator"))
    fits()
    who.get_by_role("button").focus()
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text(text("zh", "sign_in_page.title"))
    page.goto(f"{address}/zh/new")
    assert page.url == f"{address}/zh/sign-in?next=%2Fzh%2Fnew"

    sign_in(PASSWORD)
    expect(page.locator(".entry-form")).to_be_visible()
    expect(who).to_contain_text("张伟")
    page.goto(f"{address}/zh/cases")
    expect(page.get_by_role("link", name="东街 12 号")).to_be_visible()
    page.context.clear_cookies()
    page.get_by_role("link", name="东街 12 号").click()  # a change of page without a new document
    expect(page.locator("h1")).to_have_text(text("zh", "sign_in_page.title"))
    assert page.url.startswith(f"{address}/zh/sign-in?next=%2Fzh%2Fcase%2F")
    opened.complaints.clear()
