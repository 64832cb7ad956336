"""From a draft to a case, and back to its rows."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comparekit.errors import CompareKitError, Fault, FaultyLog
from comparekit.services.case_check import check_cases
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.case_note import set_parties
from comparekit.services.case_view import CaseDesk, row_page
from comparekit.services.compare import compare_log
from comparekit.services.draft import Draft, new_key, typed_rows
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.draft_keeping import DAYS_KEPT, forget_old_drafts, form_secret
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.stories import run_story, story_log
from comparekit.store.clock import moment
from comparekit.store.database import open_database
from comparekit.store.people import TECHNICIAN
from comparekit.store.tables import DRAFTS


@pytest.fixture
def store(tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    yield database
    database.close()


@pytest.fixture
def desk(store):
    return Desk(database=store, run=run_here)


def story(name):
    path = story_log(name)
    return GivenFile(name=path.name, content=path.read_bytes())


def drafted(desk, name="fast_5_percent", **said):
    return desk.keep(LOCAL, Draft(key=new_key(), source="files", **said), {"log": story(name)})


def rows_held(store):
    with store.reading() as connection:
        return connection.execute(DRAFTS.select()).all()


def test_each_finds_their_own_drafts_of_the_last_days_again_and_no_files(desk):
    first = drafted(desk, title="甲")
    other = Actor(name="somebody", role=TECHNICIAN)
    desk.keep(other, Draft(key=new_key(), title="乙"))
    last = desk.keep(LOCAL, Draft(key=new_key(), title="丙", numbers={"test": "A-1"}, zero_test="failed"))
    assert [one.draft for one in desk.drafts(LOCAL)] == [last, desk.find(LOCAL, first.key)]
    assert [one.draft.title for one in desk.drafts(other)] == ["乙"]
    assert desk.drafts(Actor(name="local", role="viewer")) == ()
    desk.clock = lambda: datetime.now(UTC) + timedelta(days=DAYS_KEPT, seconds=1)
    assert desk.drafts(LOCAL) == ()


def test_a_draft_comes_back_as_it_was_kept(desk):
    draft = Draft(
        key=new_key(),
        title="三号楼",
        protocol="water-series-7d",
        pasted="a\tb\n",
        rows=(("2025-05-06T09:00", "1.10", ""), ("", "", ""), ("", "2", "3")),
        unit="kWh",
        mapping={"列": "test_reading"},
        accept=("r5-test",),
        units={"test": "L"},
        steps={"test": "0,01"},
        zones={"": "UTC"},
        price="3,5",
        plates={"plates.test.q3": "2.5"},
        refused=(Fault(code="draft.too_large", file="x", context={"megabytes": 20}),),
    )
    assert desk.find(LOCAL, draft.key) is None
    desk.keep(LOCAL, draft)
    assert desk.find(LOCAL, draft.key) == draft


def test_a_draft_is_its_owners_alone(desk):
    draft = drafted(desk)
    assert desk.find(Actor("wang", TECHNICIAN), draft.key) is None


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "short", "a b c d e f g h i j"])
def test_what_is_no_key_finds_nothing_and_keeps_nothing(desk, key):
    assert desk.find(LOCAL, key) is None
    with pytest.raises(ValueError, match="key"):
        desk.keep(LOCAL, Draft(key=key))


def test_the_path_of_a_file_is_no_protocol(desk, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("secret")
    draft = desk.keep(LOCAL, Draft(key=new_key(), protocol=str(path)))
    found = desk.find(LOCAL, draft.key)
    assert found is not None
    assert found.protocol == ""


def test_no_more_rows_are_kept_than_can_be_shown():
    with pytest.raises(CompareKitError) as caught:
        typed_rows([("a", "b", "c")] * 401)
    assert caught.value.code == "draft.too_many_rows"


def test_the_secret_of_forms_stays_the_same(store):
    assert form_secret(store) == form_secret(store)
    assert len(form_secret(store)) == 32


def test_a_preview_says_columns_meters_and_suggestions(desk):
    found = desk.preview(LOCAL, drafted(desk, "stairwell_log"))
    assert found is not None
    (table,) = found.tables
    assert table.header_row == 5
    assert [column.field for column in table.columns[:3]] == ["time", "test_reading", "reference_reading"]
    assert table.rows[0] == 6
    assert table.columns[1].cells[0] == "1284.223"  # as the file has it
    assert [(meter.role, meter.readings, meter.step) for meter in found.meters] == [
        ("test", 8, 0.001),
        ("reference", 8, 0.001),
    ]
    assert [s.name for remark in found.remarks for s in remark.suggestions] == ["r11-reference"]
    assert found.comparable


def test_what_was_set_by_hand_is_in_the_preview_the_case_and_its_next_look(desk, store):
    """Readings in litres that the file does not call so: 1 L and 0.001 m3 are the same step."""
    lines = [f"2025-05-0{day} 09:00,{1_204_000 + 613 * day},{3 + 0.613 * day:.3f}" for day in range(1, 9)]
    file = GivenFile(name="a.csv", content="\n".join(["时间,旧表,新表", *lines]).encode())
    draft = Draft(key=new_key(), source="files", units={"test": "L"}, steps={"test": "1"}, price="3.5")
    draft = desk.keep(LOCAL, draft, {"log": file})
    found = desk.preview(LOCAL, draft)
    assert found is not None
    assert [(m.unit, m.step, m.step_given, m.unit_assumed) for m in found.meters] == [
        ("L", 1.0, True, False),
        ("m3", 0.001, False, True),
    ]
    case_id = desk.compare(LOCAL, draft)
    asked = desk.chosen_before(LOCAL, case_id)
    assert (asked["units"], asked["steps"], asked["price"]) == ({"test": "L"}, {"test": 1.0}, 3.5)
    assert "zones" not in asked
    result = CaseDesk(database=store, run=run_here).view(LOCAL, case_id).result
    assert result is not None
    assert result.deviation.estimate == pytest.approx(0, abs=0.001)
    assert {"by_hand.unit", "by_hand.step"} <= {f.code for f in result.findings}
    assert check_cases(store, LOCAL) == ()


def test_a_look_in_which_nothing_is_set_by_hand_asks_as_before():
    assert list(Look(log=story("rollover")).asked()) == ["logs", "meters", "mapping", "test_meter", "accept"]


def test_a_field_typed_wrongly_makes_no_case(desk, store):
    draft = drafted(desk, steps={"test": "fine"}, plates={"plates.test.q3": "two"})
    with pytest.raises(FaultyLog) as caught:
        desk.compare(LOCAL, draft)
    assert [fault.found for fault in caught.value.faults] == ["fine", "two"]
    assert desk.find(LOCAL, draft.key) == draft


def test_drafts_untouched_for_long_go_with_their_files_and_others_stay(store):
    now = datetime.now(UTC)
    desk = Desk(database=store, run=run_here, clock=lambda: now)
    old = drafted(desk)
    secret = form_secret(store)
    assert desk.forget_old() == 0
    now += timedelta(days=DAYS_KEPT - 1)
    assert desk.forget_old() == 0
    assert desk.find(LOCAL, old.key) == old
    now += timedelta(days=2)
    desk.keep(LOCAL, Draft(key=new_key(), title="new"))  # looks for old ones by the way
    assert desk.find(LOCAL, old.key) is None
    assert len(rows_held(store)) == 2  # the new one, and the secret of the forms
    assert form_secret(store) == secret


def test_files_grow_old_with_their_draft_not_before_it(store):
    desk = Desk(database=store, run=run_here)
    draft = drafted(desk)
    with store.writing() as connection:
        connection.execute(DRAFTS.update().values(saved_at=moment(datetime.now(UTC) - timedelta(days=40))))
    draft = desk.keep(LOCAL, replace(draft, title="still here"))
    assert forget_old_drafts(store, datetime.now(UTC)) == 0
    assert desk.preview(LOCAL, draft) is not None


def test_a_log_without_roles_waits_until_somebody_says_which_is_old(desk):
    content = "表号,抄表时间,读数\n" + "".join(
        f"{meter},2025-05-0{day} 09:00,{day * factor:.3f}\n"
        for meter, factor in (("A1", 1.0), ("B2", 1.1))
        for day in range(1, 9)
    )
    file = GivenFile(name="long.csv", content=content.encode())
    draft = desk.keep(LOCAL, Draft(key=new_key(), source="files"), {"log": file})
    found = desk.preview(LOCAL, draft)
    assert found is not None
    assert [fault.code for fault in found.faults] == ["roles.unknown"]
    assert not found.comparable
    chosen = desk.preview(LOCAL, replace(draft, test_meter="B2"))
    assert chosen is not None
    assert chosen.comparable
    assert [meter.key for meter in chosen.meters] == ["B2", "A1"]


def test_a_case_made_from_a_draft_is_that_of_the_story_and_the_draft_is_gone(desk, store):
    case_id = desk.compare(LOCAL, drafted(desk, title="五楼"))
    view = CaseDesk(database=store, run=run_here).view(LOCAL, case_id)
    expected = run_story("fast_5_percent")
    assert view.result is not None
    assert view.state.title == "五楼"
    assert view.result.to_dict()["deviation"] == expected.to_dict()["deviation"]
    assert rows_held(store) == []
    assert check_cases(store, LOCAL) == ()


def test_a_real_child_makes_the_same_case(store):
    desk, cases = Desk(database=store), CaseDesk(database=store)
    case_id = desk.compare(LOCAL, drafted(desk, "stairwell_log", accept=("r11-reference",)))
    shown = cases.view(LOCAL, case_id).result
    here = compare_log(story_log("stairwell_log"), accept=("r11-reference",))
    assert shown is not None
    assert shown.to_dict()["deviation"] == here.to_dict()["deviation"]
    assert any(f.code == "transcription.accepted" for f in shown.findings)


def test_a_draft_with_faults_makes_no_case_and_stays(desk, store):
    file = GivenFile(name="a.csv", content=b"time,test_reading,reference_reading\n2025-05-06 09:00,x,1\n")
    draft = desk.keep(LOCAL, Draft(key=new_key(), source="files"), {"log": file})
    with pytest.raises(CompareKitError):
        desk.compare(LOCAL, draft)
    assert desk.find(LOCAL, draft.key) == draft
    assert CaseDesk(database=store, run=run_here).find(LOCAL).found == 0


def test_a_longer_log_is_another_look_in_the_same_case(desk, store):
    case_id = desk.compare(LOCAL, drafted(desk))
    again = desk.compare(LOCAL, drafted(desk, "two_good_meters_30_days", case_id=case_id))
    view = CaseDesk(database=store, run=run_here).view(LOCAL, case_id)
    assert again == case_id
    assert len(view.state.results) == 2
    assert view.result is not None
    assert view.result.basis == "monitoring"  # a verdict existed before


def test_a_bomb_gets_a_sentence_from_the_child():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 4_000_000)
    from comparekit.services.draft_child import run_limited
    from comparekit.services.draft_preview import preview_look

    found = run_limited(preview_look, Look(log=GivenFile(name="b.xlsx", content=packed.getvalue())))
    assert [fault.code for fault in found.faults] == ["file.unpacked_too_large"]
    assert found.unreadable == ("b.xlsx",)


def test_rows_of_a_case_are_those_of_the_file(desk, store):
    cases = CaseDesk(database=store, run=run_here)
    case_id = desk.compare(LOCAL, drafted(desk, "telemetry_clock_offset"))
    lines = story_log("telemetry_clock_offset").read_text(encoding="utf-8-sig").splitlines()
    page = cases.rows(LOCAL, case_id, 1, 3)
    assert page is not None
    assert page.rows[0] == (101, tuple(lines[100].split(",")))  # rows 101 to 150; row 1 are the titles
    assert len(page.rows) == 50
    last = cases.rows(LOCAL, case_id, 1, 10_000)
    assert last is not None
    assert last.page == last.pages
    assert cases.rows(LOCAL, case_id, 2, 1) is None


def test_a_row_stands_on_the_page_its_link_leads_to():
    assert [row_page(row) for row in (1, 50, 51, 100, 101)] == [1, 1, 2, 2, 3]


def test_who_the_parties_are_shows_nowhere_on_a_page(desk, store):
    cases = CaseDesk(database=store, run=run_here)
    content = story("fast_5_percent").content
    file = GivenFile(name="王小明家.csv", content=content)
    draft = desk.keep(LOCAL, Draft(key=new_key(), title="王小明水表", source="files"), {"log": file})
    case_id = desk.compare(LOCAL, draft)
    set_parties(store, LOCAL, case_id, [{"role": "user", "name": "王小明"}])
    view = cases.view(LOCAL, case_id)
    assert "王小明" not in repr((view.state.title, view.logs, view.result))
    assert "王**" in view.logs[0].name


def test_the_file_as_it_came_is_for_those_who_may_see_names(desk, store):
    cases = CaseDesk(database=store, run=run_here)
    case_id = desk.compare(LOCAL, drafted(desk))
    seq = cases.view(LOCAL, case_id).logs[0].seq
    given = cases.original(LOCAL, case_id, seq)
    assert given is not None
    assert given.content == story("fast_5_percent").content
    assert cases.original(LOCAL, case_id, seq + 1) is None
    with pytest.raises(CompareKitError) as caught:
        cases.original(Actor("li", TECHNICIAN), case_id, seq)
    assert caught.value.code == "role.forbidden"
    assert not cases.view(Actor("li", TECHNICIAN), case_id).complete
