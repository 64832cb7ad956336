import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from comparekit.datafiles import data_folder
from comparekit.errors import CompareKitError, FaultyInput, FaultyLog
from comparekit.services import case_import
from comparekit.services.case_import import import_log
from comparekit.services.case_note import close_case
from comparekit.services.case_same_log import other_cases
from comparekit.services.compare import compare_log
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.stories import story_folder, story_log, story_names, story_options
from comparekit.store.cases import count_cases, load_case
from comparekit.store.check import check_store
from comparekit.store.database import open_database
from comparekit.store.evidence import file_content
from comparekit.store.tables import EVENTS, FILES, PAYLOADS
from crossing import crossing

MONTH = story_log("two_good_meters_30_days")


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "cases.sqlite3"))
    yield opened
    opened.close()


@pytest.fixture
def days(tmp_path):
    """Writes the first days of a month with two good meters, one visit a day."""

    def written(count, name="log.csv"):
        lines = MONTH.read_text(encoding="utf-8").splitlines(keepends=True)
        path = tmp_path / name
        path.write_text("".join(lines[: count + 2]), encoding="utf-8")
        return path

    return written


def case(database, case_id):
    with database.reading() as connection:
        return load_case(connection, case_id)


def stored(database, file):
    with database.reading() as connection:
        return file_content(connection, file.sha256)


def rows(database):
    with database.reading() as connection:
        counts = [select(func.count()).select_from(table) for table in (EVENTS, PAYLOADS, FILES)]
        return [connection.execute(count).scalar_one() for count in counts]


@pytest.mark.parametrize("story", crossing(story_names()))
def test_a_story_gives_what_compare_gives_and_its_files_are_kept_byte_for_byte(database, story):
    options = story_options(story_folder(story))
    case_id, result = import_log(database, LOCAL, story_log(story), **options)
    expected = json.loads(json.dumps(compare_log(story_log(story), **options).to_dict()))
    state = case(database, case_id)
    assert json.loads(json.dumps(result.to_dict())) == expected == state.results[-1]["result"]
    given = [story_log(story), *(path for path in options.values() if isinstance(path, Path))]
    assert [(file.name, stored(database, file)) for file in state.files] == [
        (path.name, path.read_bytes()) for path in given
    ]
    text = (data_folder("protocols") / f"{result.protocol.id}.toml").read_text(encoding="utf-8")
    assert state.protocol == {"id": result.protocol.id, "version": result.protocol.version, "text": text}
    assert (state.verdict, state.title) == (result.verdict, "log")
    with database.reading() as connection:
        assert check_store(connection) == ()


def test_the_bytes_that_are_parsed_are_the_bytes_that_are_kept(database, days, monkeypatch):
    """Whoever changes the file while it is compared changes neither."""
    log = days(7)
    before, compare = log.read_bytes(), case_import.compare_look

    def changed_meanwhile(look, **told):
        log.write_bytes(b"something else")
        return compare(look, **told)

    monkeypatch.setattr(case_import, "compare_look", changed_meanwhile)
    case_id, result = import_log(database, LOCAL, log)
    assert stored(database, case(database, case_id).files[0]) == before
    assert result.inputs[0].sha256 == case(database, case_id).files[0].sha256


def test_the_same_log_again_is_a_new_case_that_names_the_earlier_ones(database, days):
    first, second, third = (import_log(database, LOCAL, days(7, f"{k}.csv"))[0] for k in "abc")
    other, _ = import_log(database, LOCAL, days(8, "d.csv"))
    assert len({first, second, third, other}) == 4
    notes = {one: [note["cases"] for note in case(database, one).notes] for one in (first, second, third)}
    assert notes == {first: [], second: [[first]], third: [[first, second]]}
    assert case(database, other).notes == []
    assert other_cases(database, LOCAL, first) == (second, third)
    assert rows(database)[2] == 2  # bytes are kept once


def test_a_second_look_in_a_case_is_monitoring_even_at_the_planned_end(database, days):
    case_id, early = import_log(database, LOCAL, days(3))
    alone = compare_log(days(7))
    assert (early.basis, alone.basis) == ("monitoring", "fixed")
    again, result = import_log(database, LOCAL, days(7), case_id=case_id)
    assert (again, result.basis) == (case_id, "monitoring")
    watched = alone.monitoring_interval(0.95)
    assert (result.deciding_interval.low, result.deciding_interval.high) == (watched.low, watched.high)
    state = case(database, case_id)
    assert [entry["result"]["basis"] for entry in state.results] == ["monitoring", "monitoring"]
    assert [entry["asked"]["judged_before"] for entry in state.results] == [False, True]
    assert len(state.files) == 2
    assert state.notes == []  # longer, so not the same log


def test_the_same_log_again_in_its_own_case_is_one_file_and_no_note(database, days):
    case_id, _ = import_log(database, LOCAL, days(7))
    _, result = import_log(database, LOCAL, days(7), case_id=case_id)
    state = case(database, case_id)
    assert (result.basis, len(state.files), len(state.results), state.notes) == ("monitoring", 1, 2, [])


def test_a_second_look_that_somebody_else_was_quicker_with_is_monitoring(database, days, monkeypatch):
    """Between reading the case and writing to it another process may have reached a verdict."""
    from comparekit.store.cases import open_case

    with database.writing() as connection:
        case_id = open_case(connection, who="local", title="opened by hand")
    log, compare, looks = days(7), case_import.compare_look, []

    def overtaken(look, **told):
        looks.append(told.get("judged_before"))
        if len(looks) == 1:
            import_log(database, LOCAL, log, case_id=case_id)
        return compare(look, **told)

    monkeypatch.setattr(case_import, "compare_look", overtaken)
    _, result = import_log(database, LOCAL, log, case_id=case_id)
    assert looks == [False, False, True]
    assert result.basis == "monitoring"
    assert [entry["result"]["basis"] for entry in case(database, case_id).results] == ["fixed", "monitoring"]


def test_a_second_look_goes_by_the_protocol_of_the_first(database, days, tmp_path):
    shipped = (data_folder("protocols") / "water-series-7d.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    text = shipped.replace('id = "water-series-7d"', 'id = "our-week"').replace("high = 0.02", "high = 0.03")
    own.write_text(text, encoding="utf-8")
    case_id, _ = import_log(database, LOCAL, days(3), protocol_id=str(own))
    own.unlink()
    _, result = import_log(database, LOCAL, days(9), case_id=case_id)
    assert (result.protocol.id, result.protocol.tolerance.high) == ("our-week", 0.03)
    assert case(database, case_id).protocol["text"] == text
    _, other = import_log(database, LOCAL, days(10), case_id=case_id, protocol_id="water-series-7d")
    assert case(database, case_id).protocol["id"] == other.protocol.id == "water-series-7d"


def test_a_second_look_knows_the_plates_and_the_test_meter_of_the_first(database, tmp_path):
    readings = [
        f"{meter},2025-05-{day:02d} 09:00,{k * 100 + 0.6 * day:.3f}\n"
        for day in range(6, 14)
        for k, meter in enumerate(("A1", "B2"), 1)
    ]
    log, plates = tmp_path / "log.csv", tmp_path / "meters.toml"
    plates.write_text('[test]\nclass = "2"\nverified_on = 2024-03-01\n', encoding="utf-8")
    log.write_text("meter_id,time,reading\n" + "".join(readings[:8]), encoding="utf-8")
    case_id, _ = import_log(database, LOCAL, log, test_meter="B2", meters_path=plates)
    log.write_text("meter_id,time,reading\n" + "".join(readings), encoding="utf-8")
    _, result = import_log(database, LOCAL, log, case_id=case_id)
    assert result.test.meter_id == "B2"
    assert result.meters is not None and str(result.meters.test.verified_on) == "2024-03-01"
    assert [file.role for file in case(database, case_id).files] == ["log", "meters", "log"]


def test_two_files_are_both_kept_and_stand_in_order(database, tmp_path):
    for name, factor in (("old", 1.02), ("new", 1.0)):
        lines = [f"2025-05-{6 + k:02d} 09:00,{k * 0.613 * factor:.3f}" for k in range(8)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["time,reading", *lines]), encoding="utf-8")
    case_id, result = import_log(
        database, LOCAL, tmp_path / "old.csv", tmp_path / "new.csv", title=" 两份\n记录 "
    )
    state = case(database, case_id)
    assert [file.name for file in state.files] == ["old.csv", "new.csv"]
    assert state.results[0]["asked"]["logs"] == [one.sha256 for one in result.inputs]
    assert state.title == "两份 记录"


@pytest.mark.parametrize(
    "content",
    [b"", b"time\n", b"time,test_reading,reference_reading\n2025-05-06,x,1\n", b"PK\x03\x04 no zip"],
)
def test_a_log_that_cannot_be_read_leaves_nothing_behind(database, tmp_path, content):
    log = tmp_path / "log.csv"
    log.write_bytes(content)
    with pytest.raises(FaultyInput) as told:
        compare_log(log)
    with pytest.raises(FaultyInput) as caught:
        import_log(database, LOCAL, log)
    assert caught.value.faults == told.value.faults
    assert rows(database) == [0, 0, 0]


def test_a_faulty_longer_log_leaves_its_case_as_it_was(database, days, tmp_path):
    case_id, _ = import_log(database, LOCAL, days(7))
    before = rows(database)
    with pytest.raises(FaultyLog):
        import_log(database, LOCAL, tmp_path / "none.csv", case_id=case_id)
    (tmp_path / "bad.csv").write_text("time,test_reading,reference_reading\nx,1,2\n", encoding="utf-8")
    with pytest.raises(FaultyLog):
        import_log(database, LOCAL, tmp_path / "bad.csv", case_id=case_id)
    assert rows(database) == before


@pytest.mark.parametrize("step", ["add_file", "record", "protocol_text", "_note_same_log"])
def test_a_case_is_there_as_a_whole_or_not_at_all(database, days, monkeypatch, step):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(case_import, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        import_log(database, LOCAL, days(7))
    assert rows(database) == [0, 0, 0]


def test_a_closed_case_an_unknown_one_and_a_second_title_are_refused(database, days):
    case_id, _ = import_log(database, LOCAL, days(3))
    close_case(database, LOCAL, case_id)
    for wanted, code in ((case_id, "case.closed"), ("2020-000001", "case.unknown")):
        with pytest.raises(CompareKitError) as caught:
            import_log(database, LOCAL, days(7), case_id=wanted)
        assert caught.value.code == code
    with pytest.raises(ValueError, match="title"):
        import_log(database, LOCAL, days(7), case_id=case_id, title="again")


def test_a_technician_may_import_and_a_stranger_may_not(database, days):
    case_id, _ = import_log(database, Actor("Wang", "technician"), days(7))
    assert {entry["who"] for entry in case(database, case_id).results} == {"Wang"}
    with pytest.raises(CompareKitError) as caught:
        import_log(database, Actor("Zhao", "visitor"), days(7))
    assert caught.value.code == "role.forbidden"
    with database.reading() as connection:
        assert count_cases(connection) == 1


def test_a_file_is_called_by_its_last_name_on_either_kind_of_machine():
    from comparekit.services.case_look import GivenFile

    assert GivenFile(name="C:\\案件\\旧表.csv", content=b"").base_name == "旧表.csv"
    assert GivenFile(name="/home/x/旧表.csv", content=b"").base_name == "旧表.csv"
