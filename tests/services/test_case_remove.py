from datetime import date, timedelta

import pytest

from comparekit.errors import CompareKitError
from comparekit.services.case_backup import back_up_cases
from comparekit.services.case_check import check_cases
from comparekit.services.case_export import export_case
from comparekit.services.case_import import import_log
from comparekit.services.case_list import find_cases
from comparekit.services.case_note import add_note, close_case, reopen_case, set_parties
from comparekit.services.case_remove import cases_due, remove, remove_due
from comparekit.services.case_restore import is_archive, restore
from comparekit.services.case_show import show_case
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.stories import story_log
from comparekit.store.cases import open_case
from comparekit.store.chain import events_of
from comparekit.store.database import open_database

OFFICIAL = Actor("Li Na", "official")


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "cases.sqlite3"))
    yield opened
    opened.close()


@pytest.fixture
def case_id(database):
    return import_log(database, LOCAL, story_log("huangyan_7_days"), title="one")[0]


def refusal(act, *arguments, **named):
    with pytest.raises(CompareKitError) as caught:
        act(*arguments, **named)
    return caught.value.code


def told_of_removals(database):
    with database.reading() as connection:
        return [event.data for event in events_of(connection, None) if event.kind == "case.removed"]


def test_a_removed_case_leaves_its_number_and_the_reason(database, case_id):
    remove(database, LOCAL, case_id, " imported twice ")
    assert find_cases(database, LOCAL).found == 0
    assert refusal(show_case, database, LOCAL, case_id) == "case.unknown"
    (told,) = told_of_removals(database)
    assert (told["case_id"], told["rule"], told["reason"]) == (case_id, "by hand", "imported twice")
    assert check_cases(database, LOCAL) == ()


def test_nothing_is_removed_without_a_reason_or_by_somebody_who_may_not(database, case_id):
    assert refusal(remove, database, LOCAL, case_id, "  ") == "case.no_reason"
    assert refusal(remove, database, OFFICIAL, case_id, "x") == "role.forbidden"
    assert refusal(remove_due, database, OFFICIAL, 0, agreed=[case_id]) == "role.forbidden"
    assert refusal(remove, database, LOCAL, "1999-000001", "x") == "case.unknown"
    assert find_cases(database, LOCAL).found == 1


def test_due_are_closed_cases_only_and_only_when_their_years_are_over(database, case_id):
    with database.writing() as connection:
        still_open = open_case(connection, who="local", title="two")
    close_case(database, LOCAL, case_id)
    closed_on = date.fromisoformat(show_case(database, LOCAL, case_id).state.changed_at[:10])
    anniversary = date(closed_on.year + 3, closed_on.month, min(closed_on.day, 28))
    later = anniversary + timedelta(days=4)
    assert cases_due(database, LOCAL, 3, on=anniversary) == ()
    assert [case.id for case in cases_due(database, LOCAL, 3, on=later)] == [case_id]
    assert remove_due(database, LOCAL, 3, agreed=[still_open], on=later) == ()  # nobody agreed on that one
    assert remove_due(database, LOCAL, 3, agreed=[case_id, still_open], on=later) == (case_id,)
    assert [case.id for case in find_cases(database, LOCAL).cases] == [still_open]
    assert [told["rule"] for told in told_of_removals(database)] == ["closed 3 years"]


def test_titles_of_due_cases_name_nobody(database, case_id):
    party = {"role": "resident", "name": "one", "address": "", "phone": ""}
    set_parties(database, LOCAL, case_id, [party])
    close_case(database, LOCAL, case_id)
    (due,) = cases_due(database, LOCAL, 1, on=date(2999, 1, 1))
    assert due.title == "o**"


def test_a_case_is_closed_once_and_reopened_once(database, case_id):
    assert refusal(reopen_case, database, LOCAL, case_id) == "case.not_closed"
    close_case(database, OFFICIAL, case_id, "agreed")
    assert refusal(close_case, database, LOCAL, case_id) == "case.closed"
    assert refusal(set_parties, database, LOCAL, case_id, []) == "case.closed"
    add_note(database, LOCAL, case_id, "letter received")  # what comes later is still noted
    reopen_case(database, OFFICIAL, case_id, "new log")
    assert show_case(database, LOCAL, case_id).state.status == "open"
    assert refusal(close_case, database, Actor("Wang", "technician"), case_id) == "role.forbidden"


def test_a_note_has_words_and_may_be_corrected_by_another(database, case_id):
    assert refusal(add_note, database, LOCAL, case_id, " \n") == "case.empty_note"
    first = add_note(database, LOCAL, case_id, "seal brocken")
    add_note(database, OFFICIAL, case_id, "seal broken", corrects=first.seq)
    shown = show_case(database, LOCAL, case_id)
    assert [note["text"] for note in shown.state.notes] == ["seal broken"]
    assert "seal brocken" in [event.data.get("text") for event in shown.events]  # nothing is ever lost


def test_an_archive_brings_the_case_into_another_store(database, case_id, tmp_path):
    add_note(database, LOCAL, case_id, "seen")
    export_case(database, OFFICIAL, case_id, tmp_path / "case.zip")
    elsewhere = open_database(str(tmp_path / "elsewhere.sqlite3"))
    assert restore(elsewhere, OFFICIAL, tmp_path / "case.zip") == case_id
    here, there = (show_case(one, LOCAL, case_id).state for one in (database, elsewhere))
    assert [entry["result"] for entry in there.results] == [entry["result"] for entry in here.results]
    assert [(file.name, file.sha256) for file in there.files] == [
        (file.name, file.sha256) for file in here.files
    ]
    assert [note["text"] for note in there.notes] == ["seen"]
    assert restore(elsewhere, OFFICIAL, tmp_path / "case.zip") != case_id  # an id is given once
    _, again = import_log(elsewhere, LOCAL, story_log("huangyan_7_days"), case_id=case_id)
    assert again.basis == "monitoring"  # a restored verdict is a verdict
    elsewhere.close()


def test_only_an_official_exports_and_only_an_administrator_backs_up(database, case_id, tmp_path):
    technician = Actor("Wang", "technician")
    assert refusal(export_case, database, technician, case_id, tmp_path / "x.zip") == "role.forbidden"
    assert refusal(export_case, database, technician, case_id, tmp_path / "x.zip", masked=True)
    assert refusal(back_up_cases, database, OFFICIAL, tmp_path / "x.sqlite3") == "role.forbidden"
    assert refusal(restore, database, Actor("x", "visitor"), tmp_path / "x.zip") == "role.forbidden"
    assert refusal(check_cases, database, Actor("x", "visitor")) == "role.forbidden"
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.name.startswith("x")) == []


def test_an_archive_is_told_from_a_workbook_and_a_log(database, case_id, tmp_path):
    import openpyxl

    export_case(database, LOCAL, case_id, tmp_path / "case.zip")
    (tmp_path / "renamed.dat").write_bytes((tmp_path / "case.zip").read_bytes())
    (tmp_path / "cut.zip").write_bytes((tmp_path / "case.zip").read_bytes()[:900])
    openpyxl.Workbook().save(tmp_path / "log.xlsx")
    found = {
        name: is_archive(tmp_path / name)
        for name in ("case.zip", "renamed.dat", "cut.zip", "log.xlsx", "none")
    }
    assert found == {"case.zip": True, "renamed.dat": True, "cut.zip": True, "log.xlsx": False, "none": False}
    assert not is_archive(story_log("huangyan_7_days"))
    assert refusal(restore, database, LOCAL, tmp_path / "cut.zip").startswith("archive.")
