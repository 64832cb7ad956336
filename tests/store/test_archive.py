import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comparekit.errors import CompareKitError
from comparekit.store import case_state as kinds
from comparekit.store.archive import read_archive, write_archive
from comparekit.store.cases import add_file, load_case, open_case, record
from comparekit.store.chain import canonical, data_digest, event_hash, events_of
from comparekit.store.check import check_store, holds
from comparekit.store.database import open_database
from comparekit.store.evidence import file_content
from comparekit.store.removal import remove_case
from comparekit.store.restoring import restore_case
from store.samples import LOG, WHO, fill_case, party, photograph


@pytest.fixture
def case_id(store):
    with store.writing() as connection:
        fill_case(connection, 1)
        return fill_case(connection, 2)


@pytest.fixture
def archived(store, case_id, tmp_path):
    path = tmp_path / "case.zip"
    with store.reading() as connection:
        write_archive(connection, case_id, path)
    return path


@pytest.fixture
def elsewhere(tmp_path):
    database = open_database(tmp_path / "elsewhere.sqlite3")
    yield database
    database.close()


def said(case):
    """What a case holds, without the numbers of the events, which differ from store to store."""

    def bare(value):
        if isinstance(value, dict):
            return {key: bare(inner) for key, inner in value.items() if key not in ("seq", "result_seq")}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    names = set(case.__dataclass_fields__) - {"id", "last_seq", "files"}
    shown = {name: bare(getattr(case, name)) for name in names}
    return shown | {"files": [(f.sha256, f.size, f.name, f.role) for f in case.files]}


def test_an_archive_holds_the_case_byte_for_byte(store, case_id, archived):
    archive = read_archive(archived)
    with store.reading() as connection:
        assert list(archive.events) == events_of(connection, case_id)
        assert all(holds(connection, event.seq, event.hash) for event in archive.events)
    assert sorted(archive.files.values()) == sorted([LOG, photograph(2)])
    assert not archive.masked


def test_the_same_case_gives_the_same_bytes_whatever_else_happens(store, case_id, archived, tmp_path):
    with store.writing() as connection:
        fill_case(connection, 3)
    with store.reading() as connection:
        write_archive(connection, case_id, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archived.read_bytes()


def test_any_program_can_verify_it(archived):
    """By hand, with what the ZIP says alone."""
    with zipfile.ZipFile(archived) as file:
        manifest = json.loads(file.read("manifest.json"))
        case = json.loads(file.read("case.json"))
        assert set(file.namelist()) == {"manifest.json", *manifest["members"]}
    assert manifest["schema"] == "comparekit.case/1"
    assert (manifest["case"], manifest["masked"]) == (case["case"], False)
    for event in case["events"]:
        assert data_digest(event["salt"], canonical(event["data"])) == event["data_hash"]
        row = {k: v for k, v in event.items() if k not in ("salt", "data", "hash")}
        assert event_hash(**row) == event["hash"]


def test_taken_in_elsewhere_it_says_the_same_under_its_own_id(store, case_id, archived, elsewhere):
    archive = read_archive(archived)
    with elsewhere.writing() as connection:
        assert restore_case(connection, archive, who="赵") == case_id
    with store.reading() as here, elsewhere.reading() as there:
        assert said(load_case(there, case_id)) == said(load_case(here, case_id))
        for file in load_case(here, case_id).files:
            assert file_content(there, file.sha256) == file_content(here, file.sha256)
        told = events_of(there, case_id)
        assert check_store(there) == ()
        signed = load_case(there, case_id)
    assert {event.who for event in told} == {"赵"}  # the chain says who took it in
    assert signed.sign_offs[0]["who"] == WHO  # the case, who signed
    assert signed.sign_offs[0]["result_seq"] == signed.results[0]["seq"]
    origin = told[0].data
    assert (told[0].kind, origin["from"], origin["archive"]) == ("case.restored", case_id, archive.sha256)
    assert [event["hash"] for event in origin["events"]] == [event.hash for event in archive.events]


def test_from_what_was_taken_in_the_first_hashes_can_be_computed(case_id, archived, elsewhere):
    archive = read_archive(archived)
    with elsewhere.writing() as connection:
        restore_case(connection, archive, who="赵")
        told = events_of(connection, case_id)
    there = {event.seq: old["seq"] for event, old in zip(told[1:], told[0].data["events"], strict=True)}
    for event, old in zip(told[1:], told[0].data["events"], strict=True):
        assert old["hash"] == event_hash(
            seq=old["seq"], at=old["at"], who=old["who"], kind=event.kind, case_id=case_id,
            corrects=there.get(event.corrects), data_hash=event.data_hash, before=old["before"],
        )  # fmt: skip


def test_where_the_id_was_used_it_gets_a_new_one(store, case_id, archived):
    with store.writing() as connection:
        remove_case(connection, case_id, who=WHO, rule="", reason="")
        new = restore_case(connection, read_archive(archived), who=WHO)
        assert new not in ("", case_id)
        assert load_case(connection, new).parties == [party(2)]
    with store.reading() as connection:
        assert check_store(connection) == ()


def test_through_three_stores_and_with_news_in_each_the_first_words_stay(store, case_id, tmp_path):
    expected, database, opened = None, store, []
    for number in range(3):
        with database.writing() as connection:
            at = load_case(connection, case_id).results[-1]["seq"]
            signed = {"role": "official", "statement": str(number), "result_seq": at}
            record(connection, case_id, who=f"官{number}", kind=kinds.SIGNED, data=signed)
            expected = load_case(connection, case_id)
            write_archive(connection, case_id, tmp_path / f"{number}.zip")
        database = open_database(tmp_path / f"{number}.sqlite3")
        opened.append(database)
        with database.writing() as connection:
            restore_case(connection, read_archive(tmp_path / f"{number}.zip"), who="赵")
            case = load_case(connection, case_id)
            assert said(case) == said(expected)
            assert {sign["result_seq"] for sign in case.sign_offs} == {case.results[-1]["seq"]}
            assert check_store(connection) == ()
    for database in opened:
        database.close()


CONTENT = st.lists(
    st.one_of(
        st.tuples(st.just("file"), st.text(max_size=20), st.binary(max_size=200)),
        st.tuples(st.just("note"), st.text(max_size=50), st.booleans()),
        st.tuples(st.just("result"), st.floats(allow_nan=False, allow_infinity=False), st.integers()),
    ),
    max_size=8,
)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=CONTENT, title=st.text())
def test_whatever_a_case_holds_comes_back(store, tmp_path, content, title):
    with store.writing() as connection:
        case_id, last = open_case(connection, who=WHO, title=title), None
        for kind, first, second in content:
            if kind == "file":
                add_file(connection, case_id, who=WHO, name=first, role="other", content=second)
            elif kind == "note":
                corrects = last if second else None
                last = record(
                    connection, case_id, who=WHO, kind=kinds.NOTE, data={"text": first}, corrects=corrects
                ).seq
            else:
                data = {"result": {"verdict": "agree", "x": first, "y": second}}
                record(connection, case_id, who=WHO, kind=kinds.RESULT, data=data)
        write_archive(connection, case_id, tmp_path / "case.zip")
        again = restore_case(connection, read_archive(tmp_path / "case.zip"), who=WHO)
        assert said(load_case(connection, again)) == said(load_case(connection, case_id))
        assert check_store(connection, again) == ()


def test_a_masked_archive_names_nobody_and_says_so(store, case_id, tmp_path):
    with store.writing() as connection:
        record(connection, case_id, who=WHO, kind=kinds.NOTE, data={"text": "王小明2来电13800000002"})
        record(connection, case_id, who=WHO, kind=kinds.PARTIES, data={"parties": [party(9)]})
        write_archive(connection, case_id, tmp_path / "masked.zip", mask=True)
    raw = (tmp_path / "masked.zip").read_bytes()
    for word in ("王小明", "东城街道", "13800000002", "13800000009"):
        assert word.encode() not in raw
    archive = read_archive(tmp_path / "masked.zip")
    assert archive.masked
    assert list(archive.files.values()) == [LOG]
    assert len(archive.left_out) == 1
    for event, salt in zip(archive.events, archive.salts, strict=True):
        assert (event.hash == "") == (salt == "") == ("王*" in str(event.data))
    with store.writing() as connection, pytest.raises(CompareKitError) as raised:
        restore_case(connection, archive, who=WHO)
    assert raised.value.code == "archive.masked"


def test_a_removed_or_unknown_case_has_no_archive(store, case_id, tmp_path):
    with store.writing() as connection:
        remove_case(connection, case_id, who=WHO, rule="", reason="")
        for asked in (case_id, "1999-000001"):
            with pytest.raises(CompareKitError) as raised:
                write_archive(connection, asked, tmp_path / "x.zip")
            assert raised.value.code == "case.unknown"
    assert list(tmp_path.glob("*.zip*")) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE payloads SET data = replace(data, '属实', '不实')", "case.damaged"),
        ("UPDATE payloads SET data = replace(data, ':', ': ')", "case.damaged"),
        ("UPDATE events SET who = 'x'", "case.damaged"),
        ("DELETE FROM payloads WHERE seq = 15", "case.damaged"),
        ("DELETE FROM files", "store.file_missing"),
    ],
)
def test_a_damaged_case_is_not_archived_and_what_was_there_stays(
    store, case_id, archived, direct, statement, code
):
    before = archived.read_bytes()
    direct(statement)
    with store.reading() as connection, pytest.raises(CompareKitError) as raised:
        write_archive(connection, case_id, archived)
    assert raised.value.code == code
    assert archived.read_bytes() == before
    assert [path.name for path in archived.parent.glob("*case.zip*")] == ["case.zip"]


def test_where_nothing_can_be_written_it_says_so(store, case_id, tmp_path):
    with store.reading() as connection, pytest.raises(CompareKitError) as raised:
        write_archive(connection, case_id, tmp_path / "no" / "such" / "folder.zip")
    assert raised.value.code == "store.not_written"
