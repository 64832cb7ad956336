"""Stories from their files to the verdict in a browser: uploaded, understood, compared."""

import threading
from functools import cache

import pytest
from playwright.sync_api import expect

from browser.in_thread import server_for
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.stories import run_story, story_folder, story_log, story_names, story_options
from comparekit.store.database import open_database
from comparekit.wording.verdict import headline
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}
ALWAYS = {"certificate_on_the_bench": "zh", "guigang_gas_reads_high": "en"}  # a protocol and a meters' file
STORIES = [
    pytest.param(name, language, marks=[] if ALWAYS.get(name) == language else [pytest.mark.slow])
    for name in story_names()
    for language in LANGUAGES
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    database = open_database(tmp_path_factory.mktemp("store") / "cases.sqlite3")
    services = DashboardServices(
        protocols=cache(list_protocols),
        desk=Desk(database=database, run=run_here),
        cases=CaseDesk(database=database, run=run_here),
    )
    server = server_for(create_app(Settings(), services), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()
    database.close()


@cache
def expected(name):
    return run_story(name)


@pytest.mark.parametrize(("name", "language"), STORIES)
def test_a_story_uploaded_on_a_phone_says_its_sentence(address, visit, name, language):
    told = story_options(story_folder(name))
    page = visit(f"{address}/{language}/new", **PHONE).page
    page.locator("input[name=log]").set_input_files(story_log(name))
    if "meters_path" in told:
        page.locator("input[name=meters]").set_input_files(told["meters_path"])
    page.locator("button[value=read-files]").click()
    state = "unusable" if name == "stairwell_log" else "ready"  # a slip forbids a verdict there
    expect(page.locator(f".lead.state-{state}")).to_be_visible(timeout=20_000)
    if "protocol_id" in told:
        page.locator("[name=protocol]").select_option(told["protocol_id"])
    if "price" in told:
        page.locator("[name=price]").fill(str(told["price"]))
    page.locator("button[value=compare]").click()
    said = headline(expected(name), language)
    expect(page.locator(".verdict h1")).to_have_text(said, timeout=20_000)
    assert "/case/" in page.url
