"""From a case to its meeting and to its report, and to the rows its numbers come from."""

import pytest

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.reporting.html import MOST_BYTES
from comparekit.services.case_import import import_log
from comparekit.services.case_note import add_note, set_parties
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.report import report_page
from comparekit.services.report_case import result_of_case
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.stories import run_story, story_log, story_names
from comparekit.store.case_state import CaseState
from comparekit.store.database import open_database
from dashboard.app import create_app
from dashboard.components.case_complaint import complaint_of
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import content

RESIDENT = {"role": "user", "name": "王小明", "phone": "13812345678", "address": "台州市黄岩区东城街道 12 号"}
NOTE = "王小明说换表前每月 300 多元，换表后 170 元"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    database = open_database(tmp_path_factory.mktemp("store") / "cases.sqlite3")
    yield database
    database.close()


@pytest.fixture(scope="module")
def case_id(store):
    case_id, _ = import_log(store, LOCAL, story_log("fast_5_percent"), price=3.5, title="王小明家水表")
    set_parties(store, LOCAL, case_id, [RESIDENT])
    add_note(store, LOCAL, case_id, NOTE)
    return case_id


def client_of(store, **more):
    services = DashboardServices(
        protocols=list_protocols,
        desk=Desk(database=store, run=run_here),
        cases=CaseDesk(database=store, run=run_here),
        story_names=story_names,
        story=run_story,
        **more,
    )
    return create_app(Settings(), services).server.test_client()


@pytest.fixture(scope="module")
def client(store):
    return client_of(store)


def unnamed(words):
    return not any(part in words for part in ("小明", "13812345678", "东城街道"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_the_file_that_the_command_writes_and_names_nobody(client, store, case_id, language):
    answer = client.get(f"/{language}/case/{case_id}/report.html")
    case = result_of_case(store, LOCAL, case_id)
    assert answer.data == report_page(case.result, language, case_id=case_id).encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(answer.data) <= MOST_BYTES
    assert unnamed(answer.get_data(as_text=True))
    assert text(language, "flip.title") in answer.get_data(as_text=True)


def test_a_story_has_its_report_too(client):
    answer = client.get("/zh/story/huangyan_7_days/report.html")
    assert answer.data == report_page(run_story("huangyan_7_days"), "zh").encode()


@pytest.mark.parametrize("rest", ["case/none/report.html", "story/none/report.html", "case/none/present"])
def test_what_is_not_there_is_not_found(client, rest):
    assert client.get(f"/zh/{rest}").status_code == 404


def test_who_may_not_see_cases_gets_no_report(store, case_id):
    refused = client_of(store, actor=lambda: Actor("li", "visitor"))
    answer = refused.get(f"/zh/case/{case_id}/report.html")
    assert answer.status_code == 403
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


@pytest.mark.parametrize("view", ["", "/official", "/technician"])
def test_every_view_leads_to_the_meeting_and_to_the_report(client, case_id, view):
    shown = content(client, f"/zh/case/{case_id}{view}")
    for part in ("present", "report.html"):
        assert f'"href": "/zh/case/{case_id}/{part}"' in shown


def test_the_residents_numbers_lead_to_their_rows_and_say_the_money(client, case_id):
    shown = content(client, f"/zh/case/{case_id}")
    assert f'"href": "/zh/case/{case_id}/official#rows"' in shown
    assert "每月多算约 2.19 元" in shown.replace("\N{NO-BREAK SPACE}", " ")
    official = content(client, f"/zh/case/{case_id}/official")
    assert '"id": "rows"' in official
    assert text("zh", "flip.title") in official


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_meeting_begins_with_what_was_entered_masked(client, case_id, language):
    path = f"/{language}/case/{case_id}/present"
    assert client.get(path).status_code == 200
    shown = content(client, path).replace("\N{NO-BREAK SPACE}", " ")
    assert unnamed(shown)
    assert text(language, "present.complaint.given") in shown
    for part in ("王**说换表前每月 300 多元", "138****5678", case_id):
        assert part in shown
    assert f'"href": "/{language}/case/{case_id}"' in shown  # leaving leads back


def test_without_anything_entered_nothing_is_told_of_a_complaint():
    assert complaint_of(CaseState(id="2026-000001", title="log"), "zh") == ()


def test_a_projector_gets_the_latest_notes_cut_to_its_room():
    notes = [{"text": f"记录 {k} " + "很长" * 100, "at": "2026-01-02T01:00:00+00:00"} for k in range(7)]
    told = complaint_of(CaseState(id="2026-000001", title="log", notes=notes), "zh")
    assert [entry.value[:4] for entry in told[1:4]] == ["记录 4", "记录 5", "记录 6"]
    assert all(len(entry.value) <= 90 for entry in told)
    assert "4" in told[-1].value
