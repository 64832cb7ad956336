"""A study before and after a replacement on the pages of its case, and its reports to take away."""

import re

import pytest

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.reporting.html import MOST_BYTES
from comparekit.services.case_import import import_log
from comparekit.services.case_look import GivenFile
from comparekit.services.case_note import set_parties
from comparekit.services.case_study import keep_study
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.replacement_given import Given, study_given
from comparekit.services.roles import LOCAL
from comparekit.services.stories import story_log
from comparekit.store.case_state import STUDY
from comparekit.store.cases import open_case, record
from comparekit.store.database import open_database
from comparekit.wording.findings import finding_text
from comparekit.wording.replacement import headline
from comparekit.wording.use_evidence import use_sentence
from dashboard.app import create_app
from dashboard.components.plates import meter_fields
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import content

GIVEN = Given(
    usage=GivenFile(name="王小明的账单.csv", content=story_log("huangyan_bills").read_bytes()),
    replaced="2025-04-01",
    price=4.0,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    database = open_database(tmp_path_factory.mktemp("store") / "cases.sqlite3")
    yield database
    database.close()


@pytest.fixture(scope="module")
def client(store):
    services = DashboardServices(protocols=list_protocols, cases=CaseDesk(database=store, run=run_here))
    return create_app(Settings(), services).server.test_client()


@pytest.fixture(scope="module")
def study():
    return study_given(GIVEN)


@pytest.fixture(scope="module")
def case_id(store, study):
    case_id, _ = import_log(store, LOCAL, story_log("huangyan_7_days"))
    set_parties(store, LOCAL, case_id, [{"role": "user", "name": "王小明"}])
    keep_study(store, LOCAL, case_id, GIVEN, study)
    return case_id


def plain(words):
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_leads_to_the_report_of_the_study_and_the_technician_sees_its_files(
    client, study, case_id, language
):
    for view in ("", "/official", "/technician"):
        shown = plain(content(client, f"/{language}/case/{case_id}{view}"))
        assert f'"/{language}/case/{case_id}/study.html"' in shown
        assert "王小明" not in shown
        assert (use_sentence(study, language) in shown) == (view != "/technician")
    assert GIVEN.usage.sha256 in shown
    assert finding_text(study.findings[0], language) in shown
    (seq,) = re.findall(rf"_original/{case_id}/(\d+)", shown.split(GIVEN.usage.sha256)[0])[-1:]
    assert client.get(f"/_original/{case_id}/{seq}").data == GIVEN.usage.content


def test_both_reports_are_files_that_name_nobody(client, study, case_id):
    for part, name in (("report", case_id), ("study", f"{case_id}-replacement")):
        answer = client.get(f"/zh/case/{case_id}/{part}.html")
        page = plain(answer.get_data(as_text=True))
        assert answer.headers["Content-Disposition"].endswith(f"comparekit-{name}.html")
        assert headline(study, "zh", "official") in page
        assert "小明" not in page
        assert len(answer.data) <= MOST_BYTES
    assert client.get("/zh/case/none/study.html").status_code == 404


def test_a_study_that_is_no_longer_what_was_kept_is_not_shown(client, store, study):
    case_id, _ = import_log(store, LOCAL, story_log("huangyan_7_days"))
    assert client.get(f"/zh/case/{case_id}/study.html").status_code == 404
    kept = keep_study(store, LOCAL, case_id, GIVEN, study).data
    with store.writing() as connection:
        other = kept | {"result": kept["result"] | {"verdict": "deviate"}}
        record(connection, case_id, who=LOCAL.name, kind=STUDY, data=other)
    told = text("zh", "study_report.kept.differs")
    for view in ("", "/official"):
        shown = plain(content(client, f"/zh/case/{case_id}{view}"))
        assert told in shown and use_sentence(study, "zh") not in shown
    assert "verdict (deviate → inconclusive)" in content(client, f"/zh/case/{case_id}/technician")
    assert use_sentence(study, "zh") not in plain(content(client, f"/zh/case/{case_id}/present"))
    refused = client.get(f"/zh/case/{case_id}/study.html")
    assert (refused.status_code, "Content-Disposition" in refused.headers) == (503, False)
    assert told in client.get(f"/zh/case/{case_id}/report.html").get_data(as_text=True)


def test_a_case_without_a_comparison_shows_its_study_all_the_same(client, store, study):
    with store.writing() as connection:
        case_id = open_case(connection, who=LOCAL.name, title="bills alone")
    keep_study(store, LOCAL, case_id, GIVEN, study)
    for view in ("", "/official", "/technician"):
        assert "/study.html" in content(client, f"/zh/case/{case_id}{view}")


def test_the_name_of_a_flow_is_asked_for_where_certificates_have_one():
    asked = {
        utility: re.findall(r"value='(Q\w+)'", str(meter_fields("test", {}, utility, {}, "zh")))[:3]
        for utility in ("water", "gas", "electricity")
    }
    assert asked == {"water": ["Q1", "Q2", "Q3"], "gas": ["Qmin", "Qt", "Qmax"], "electricity": []}
