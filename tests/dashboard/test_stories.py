"""Every story from its files to the sentence on the page, as somebody would hand it in."""

from functools import cache

import pytest

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.stories import run_story, story_folder, story_log, story_names, story_options
from comparekit.store.database import open_database
from comparekit.wording.verdict import headline
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import Form, content, file, shown


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    database = open_database(tmp_path_factory.mktemp("store") / "cases.sqlite3")
    services = DashboardServices(
        protocols=list_protocols,
        desk=Desk(database=database, run=run_here),
        cases=CaseDesk(database=database, run=run_here),
    )
    yield create_app(Settings(), services).server.test_client()
    database.close()


@cache
def expected(name):
    return run_story(name)


ALWAYS = {"certificate_on_the_bench": "zh", "guigang_gas_reads_low": "en", "stairwell_log": "zh"}
STORIES = [
    pytest.param(name, language, marks=[] if ALWAYS.get(name) == language else [pytest.mark.slow])
    for name in story_names()
    for language in LANGUAGES
]


#: Stories of which something cannot be used until it is put right.
UNUSABLE = ("stairwell_log",)


@pytest.mark.parametrize(("name", "language"), STORIES)
def test_a_story_handed_in_gets_the_sentence_of_its_result(client, name, language):
    told = story_options(story_folder(name))
    files = {"log": story_log(name)} | ({"meters": told["meters_path"]} if "meters_path" in told else {})
    sent = {part: file(path.read_bytes(), path.name) for part, path in files.items()}
    read = Form(client, f"/{language}/new").send("read-files", **sent)
    ready = text(language, "new_page.preview.ready")
    assert (ready in shown(read)) is (name not in UNUSABLE)  # else the page says what forbids a verdict
    words = {"protocol": told.get("protocol_id", ""), "price": str(told.get("price", ""))}
    compared = Form(client, read.request.path).send("compare", follow=False, **words)
    page = content(client, compared.headers["Location"])
    assert headline(expected(name), language) in page
