"""A report of a case: from what the case holds, and naming nobody unless asked."""

import pytest

from comparekit.errors import CompareKitError
from comparekit.ingest.protocol_file import protocol_text
from comparekit.services.case_import import import_look
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.case_note import set_parties
from comparekit.services.report import report_page
from comparekit.services.report_case import result_of_case
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.stories import run_story, story_folder, story_log
from comparekit.store.cases import open_case
from comparekit.store.database import open_database

RESIDENT = {
    "role": "resident",
    "name": "王小明",
    "address": "台州市黄岩区东城街道 12 号",
    "phone": "13800138000",
}


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "cases.sqlite3"))
    yield opened
    opened.close()


@pytest.fixture
def case_id(database):
    look = Look(log=GivenFile(name="王小明家.csv", content=story_log("worn_low_flow").read_bytes()))
    case_id, _ = import_look(database, LOCAL, look, title="王小明家水表")
    set_parties(database, LOCAL, case_id, [RESIDENT])
    return case_id


def test_the_last_result_of_a_case_is_computed_again_and_nobody_is_named(database, case_id):
    case = result_of_case(database, LOCAL, case_id)
    expected = run_story("worn_low_flow").to_dict()
    found = case.result.to_dict()
    assert {**found, "inputs": None} == {**expected, "inputs": None}
    assert case.parties == ()
    page = report_page(case.result, "zh", case_id=case.case_id, parties=case.parties)
    assert f"案件 {case_id}" in page
    for word in ("王小明", "东城街道", "13800138000"):
        assert word not in page
    assert "王**家.csv" in page


def test_parties_are_named_where_somebody_may_see_them_and_asks(database, case_id):
    case = result_of_case(database, Actor("Li Na", "official"), case_id, unmasked=True)
    page = report_page(case.result, "en", case_id=case.case_id, parties=case.parties)
    for word in (RESIDENT["name"], RESIDENT["address"], RESIDENT["phone"]):
        assert word in page.replace("\xa0", " ")
    with pytest.raises(CompareKitError) as caught:
        result_of_case(database, Actor("Wang", "technician"), case_id, unmasked=True)
    assert caught.value.code == "role.forbidden"
    assert result_of_case(database, Actor("Wang", "technician"), case_id).parties == ()


def test_a_second_look_is_judged_as_one(database, tmp_path):
    log = story_log("huangyan_7_days").read_bytes()
    rows = log.splitlines(keepends=True)
    first, _ = import_look(database, LOCAL, Look(log=GivenFile(name="a.csv", content=b"".join(rows[:-2]))))
    import_look(database, LOCAL, Look(log=GivenFile(name="b.csv", content=log)), case_id=first)
    case = result_of_case(database, LOCAL, first)
    assert case.result.window.blocks == case.result.protocol.plan.blocks
    assert case.result.basis == "monitoring"
    assert case.result.inputs[0].file == "b.csv"


def test_a_case_with_plates_and_two_logs_finds_them_by_their_hashes(database):
    folder = story_folder("certificate_on_the_bench")
    look = Look(
        log=GivenFile(name="log.csv", content=(folder / "log.csv").read_bytes()),
        meters=GivenFile(name="meters.toml", content=(folder / "meters.toml").read_bytes()),
        protocol=protocol_text("water-bench-quick"),
    )
    case_id, made = import_look(database, LOCAL, look)
    assert result_of_case(database, LOCAL, case_id).result.to_dict() == made.to_dict()


def test_a_case_without_a_result_and_one_there_is_not_are_refused(database):
    with database.writing() as connection:
        empty = open_case(connection, who="local", title="empty")
    with pytest.raises(CompareKitError) as caught:
        result_of_case(database, LOCAL, empty)
    assert caught.value.code == "report.no_case_result"
    with pytest.raises(CompareKitError) as caught:
        result_of_case(database, LOCAL, "1999-000001")
    assert caught.value.code == "case.unknown"
