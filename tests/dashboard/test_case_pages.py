"""A case in three views, the list of cases, and the first page with a store."""

import json
import re
from decimal import Decimal

import pytest

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.case_look import GivenFile
from comparekit.services.case_note import close_case
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft import Draft, new_key
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.stories import run_story, story_log
from comparekit.store.database import open_database
from comparekit.store.people import TECHNICIAN
from comparekit.wording.verdict import headline, next_step
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import content


@pytest.fixture
def store(tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    yield database
    database.close()


def services_of(store, **more):
    return DashboardServices(
        protocols=list_protocols,
        desk=Desk(database=store, run=run_here),
        cases=CaseDesk(database=store, run=run_here),
        **more,
    )


@pytest.fixture
def client(store):
    return create_app(Settings(), services_of(store)).server.test_client()


def add(store, name, title=""):
    path = story_log(name)
    desk = Desk(database=store, run=run_here)
    file = GivenFile(name=path.name, content=path.read_bytes())
    return desk.compare(LOCAL, desk.keep(LOCAL, Draft(key=new_key(), title=title), {"log": file}))


def links(shown):
    return set(re.findall(r'"href": "([^"]+)"', shown))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["", "/official", "/technician"])
def test_every_view_of_a_case_opens_and_leads_to_the_others(client, store, language, view):
    case_id = add(store, "fast_5_percent", "五楼")
    path = f"/{language}/case/{case_id}{view}"
    assert client.get(path).status_code == 200
    shown = content(client, path)
    here = {f"/{language}/case/{case_id}{other}" for other in ("", "/official", "/technician")}
    assert here <= links(shown)
    other = "en" if language == "zh" else "zh"
    assert f"/{other}/case/{case_id}{view}" in links(shown)  # the switch keeps the place
    assert "五楼" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_resident_sees_verdict_registers_sum_and_next_step(client, store, language):
    case_id = add(store, "fast_5_percent")
    shown = content(client, f"/{language}/case/{case_id}").replace("\N{NO-BREAK SPACE}", " ")
    result = run_story("fast_5_percent")
    assert headline(result, language) in shown
    assert next_step(result, language) in shown
    assert "picture-registers" in shown
    lines = story_log("fast_5_percent").read_text(encoding="gb18030").splitlines()
    first, last = (Decimal(line.split(",")[1]) for line in (lines[1], lines[-1]))
    assert f"{last} − {first} = {last - first} m³" in shown


def test_every_reading_the_official_sees_leads_to_its_row(client, store):
    case_id = add(store, "telemetry_clock_offset")
    daily = add(store, "fast_5_percent")
    shown = content(client, f"/zh/case/{daily}/official")
    rows = re.findall(r"第 (\d+) 行", shown[shown.index(text("zh", "case_page.trace.title")) :])
    assert {int(row) for row in rows[:16]} == set(range(2, 10))  # eight visits below the titles
    for view in ("official", "technician"):
        for link in links(content(client, f"/zh/case/{case_id}/{view}")):
            if "/rows/" in link:
                assert client.get(link).status_code == 200


def test_the_technician_turns_the_pages_of_the_log(client, store):
    case_id = add(store, "telemetry_clock_offset")
    lines = story_log("telemetry_clock_offset").read_text(encoding="utf-8-sig").splitlines()
    shown = content(client, f"/zh/case/{case_id}/technician/rows/1/2")
    for cell in lines[50].split(","):
        assert json.dumps(cell)[1:-1] in shown
    assert f"/zh/case/{case_id}/technician/rows/1/1" in links(shown)
    assert f"/zh/case/{case_id}/technician/rows/1/3" in links(shown)


def test_the_original_comes_back_byte_for_byte_and_never_as_a_page(client, store):
    case_id = add(store, "fast_5_percent")
    offered = links(content(client, f"/zh/case/{case_id}/technician"))
    (way,) = [link for link in offered if link.startswith("/_original")]
    answer = client.get(way)
    assert answer.data == story_log("fast_5_percent").read_bytes()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_who_may_not_see_names_is_offered_no_original(store):
    case_id = add(store, "fast_5_percent")
    services = services_of(store, actor=lambda: Actor("li", TECHNICIAN))
    client = create_app(Settings(), services).server.test_client()
    assert "/_original" not in content(client, f"/zh/case/{case_id}/technician")
    assert client.get(f"/_original/{case_id}/2").status_code == 403


def test_a_longer_log_is_offered_while_the_case_is_open(client, store):
    case_id = add(store, "fast_5_percent")
    way = f"/zh/case/{case_id}/add"
    assert way in links(content(client, f"/zh/case/{case_id}/technician"))
    assert f'name="case" value="{case_id}"' in client.get(way).get_data(as_text=True)
    close_case(store, LOCAL, case_id)
    assert way not in links(content(client, f"/zh/case/{case_id}/technician"))


@pytest.mark.parametrize(
    "rest",
    ["none", "ID/x", "ID/official/rows/1/1", "ID/technician/rows", "ID/technician/rows/1/x", ""],
)
def test_what_is_not_there_is_not_found(client, store, rest):
    case_id = add(store, "rollover")
    assert client.get(f"/zh/case/{rest.replace('ID', case_id)}").status_code == 404


def test_cases_are_found_by_their_words(client, store):
    first, second = add(store, "fast_5_percent", "三号楼"), add(store, "rollover", "五号楼")
    assert {f"/zh/case/{first}", f"/zh/case/{second}"} <= links(content(client, "/zh/cases"))
    sent = client.get("/_find/zh?words=五号")
    assert sent.status_code == 302
    assert client.get(sent.headers["Location"]).status_code == 200
    found = content(client, sent.headers["Location"])
    assert text("zh", "case_page.list.found_words", words="五号", found=1) in found
    assert f"/zh/case/{second}" in links(found)
    assert f"/zh/case/{first}" not in links(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_offers_a_new_comparison_and_the_latest_cases(client, store, language):
    assert text(language, "case_page.list.none") in content(client, f"/{language}/")
    case_id = add(store, "fast_5_percent", "五楼")
    shown = content(client, f"/{language}/")
    assert {f"/{language}/new", f"/{language}/case/{case_id}", f"/{language}/cases"} <= links(shown)
    assert "五楼" in shown


def test_a_result_is_made_once_and_anew_when_something_was_added(store):
    made = []

    def counting(task, *arguments):
        made.append(task.__name__)
        return run_here(task, *arguments)

    cases = CaseDesk(database=store, run=counting)
    case_id = add(store, "stopped_early")
    cases.view(LOCAL, case_id)
    cases.view(LOCAL, case_id)
    assert made == ["compare_again"]
    desk = Desk(database=store, run=run_here)
    path = story_log("two_good_meters_30_days")
    file = GivenFile(name="longer.csv", content=path.read_bytes())
    desk.compare(LOCAL, desk.keep(LOCAL, Draft(key=new_key(), case_id=case_id), {"log": file}))
    cases.view(LOCAL, case_id)
    assert made == ["compare_again"] * 2
