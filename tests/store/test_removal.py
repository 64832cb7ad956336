from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from comparekit.errors import CompareKitError
from comparekit.store import case_state as kinds
from comparekit.store.cases import add_file, count_cases, load_case, open_case, record
from comparekit.store.check import check_store
from comparekit.store.drafts import load_draft, save_draft
from comparekit.store.evidence import file_content
from comparekit.store.removal import due_for_removal, remove_case, sweep
from store.samples import LOG, WHO, fill_case, photograph


def remove(store, case_id):
    with store.writing() as connection:
        event = remove_case(connection, case_id, who=WHO, rule="5 years", reason="over")
    assert sweep(store)
    return event


def test_what_the_case_said_goes_and_its_events_stay(store):
    with store.writing() as connection:
        kept, gone = fill_case(connection, 1), fill_case(connection, 2)
        save_draft(connection, key="note", owner=WHO, data={"text": "王小明2"}, case_id=gone)
        shared, own = (file.sha256 for file in load_case(connection, gone).files)
        before = connection.execute(text("SELECT count(*) FROM events")).scalar_one()
    event = remove(store, gone)
    assert event.case_id is None
    assert event.data == {"case_id": gone, "rule": "5 years", "reason": "over", "events": 10, "files": 1}
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM events")).scalar_one() == before + 1
        assert count_cases(connection) == 1
        assert load_draft(connection, key="note", owner=WHO) is None
        assert file_content(connection, shared) == LOG  # the other case has it too
        with pytest.raises(CompareKitError):
            file_content(connection, own)
        assert check_store(connection) == check_store(connection, gone) == check_store(connection, kept) == ()


def test_a_removed_case_is_unknown_and_its_id_never_used_again(store):
    with store.writing() as connection:
        gone = fill_case(connection, 1)
    remove(store, gone)
    acts = [
        lambda connection: load_case(connection, gone),
        lambda connection: remove_case(connection, gone, who=WHO, rule="", reason=""),
        lambda connection: record(connection, gone, who=WHO, kind=kinds.NOTE, data={"text": ""}),
    ]
    for act in acts:
        with store.writing() as connection, pytest.raises(CompareKitError) as raised:
            act(connection)
        assert raised.value.code == "case.unknown"
    with store.writing() as connection, pytest.raises(CompareKitError) as raised:
        open_case(connection, who=WHO, title="", case_id=gone)
    assert raised.value.code == "case.exists"
    with store.writing() as connection:
        assert open_case(connection, who=WHO, title="") > gone


def test_two_files_of_the_same_bytes_in_one_case_go_together(store):
    with store.writing() as connection:
        gone = open_case(connection, who=WHO, title="")
        for name in "ab":
            add_file(connection, gone, who=WHO, name=name, role="other", content=b"same")
    assert remove(store, gone).data["files"] == 1
    with store.reading() as connection:
        assert check_store(connection) == ()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_no_name_and_no_byte_of_a_photograph_stays_in_the_file(store):
    """Names long and short, among many other cases, so that pages were split and joined."""
    photo = photograph(500, size=30_000)
    with store.writing() as connection:
        ids = []
        for number in range(60):
            ids.append(fill_case(connection, number))
            record(connection, ids[-1], who=WHO, kind=kinds.NOTE, data={"text": f"欧阳{number}。" * number})
        add_file(connection, ids[50], who=WHO, name="欧阳50.jpg", role="photograph", content=photo)
    for number in range(0, 60, 3):
        with store.writing() as connection:
            record(connection, ids[number], who=WHO, kind=kinds.NOTE, data={"text": f"欧阳{number}。又"})
    gone = range(2, 60, 4)
    for number in gone:
        remove(store, ids[number])
    folder = Path(store.engine.url.database).parent
    raw = b"".join(path.read_bytes() for path in folder.iterdir())
    assert "王小明51".encode() in raw
    assert "欧阳51。".encode() in raw
    for number in gone:
        for word in (f"王小明{number} ", f'王小明{number}"', f"欧阳{number}。", f"138{number:08d}"):
            assert word.encode() not in raw, word
    assert photo[:64] not in raw
    with store.reading() as connection:
        assert check_store(connection) == ()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_sweeping_says_when_somebody_still_reads(store, monkeypatch):
    monkeypatch.setattr("comparekit.store.removal._PATIENCE_MS", 50)
    with store.writing() as connection:
        gone = fill_case(connection, 1)
    with store.reading() as reader:
        reader.execute(text("SELECT 1 FROM events")).all()
        with store.writing() as connection:
            remove_case(connection, gone, who=WHO, rule="", reason="")
        assert not sweep(store)
    assert sweep(store)


def test_closed_cases_are_due_when_the_years_are_over(store, direct, monkeypatch):
    """The retention period runs from the last change to the same day, which is still kept."""
    clock = iter(["2019-05-10T23:59:59.000000Z"] * 2 + ["2019-05-11T00:00:00.000000Z"] * 2 + ["2010-01-01"])
    monkeypatch.setattr("comparekit.store.chain.now", lambda: next(clock))
    with store.writing() as connection:
        ids = [open_case(connection, who=WHO, title="")]
        record(connection, ids[0], who=WHO, kind=kinds.CLOSED, data={"reason": ""})
        ids.append(open_case(connection, who=WHO, title=""))
        record(connection, ids[1], who=WHO, kind=kinds.CLOSED, data={"reason": ""})
        open_case(connection, who=WHO, title="still open")

    def due(on):
        with store.reading() as connection:
            return [case.id for case in due_for_removal(connection, keep_years=5, on=on)]

    assert due(date(2024, 5, 10)) == []
    assert due(date(2024, 5, 11)) == ids[:1]
    assert due(date(2024, 5, 12)) == ids
    with store.reading() as connection:
        assert len(due_for_removal(connection, keep_years=1, on=date(2024, 2, 29))) == 2
        with pytest.raises(ValueError, match="keep_years"):
            due_for_removal(connection, keep_years=-1, on=date(2024, 2, 29))


def test_a_reopened_case_is_not_due(store):
    with store.writing() as connection:
        case_id = open_case(connection, who=WHO, title="")
        for kind in (kinds.CLOSED, kinds.REOPENED):
            record(connection, case_id, who=WHO, kind=kind, data={"reason": ""})
        assert due_for_removal(connection, keep_years=0, on=date(9000, 1, 1)) == ()
