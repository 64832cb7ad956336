import random
import sqlite3
import tracemalloc
from contextlib import closing

import pytest
from sqlalchemy import text

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import section_texts
from comparekit.i18n.catalog import text as sentence
from comparekit.store.cases import add_file, load_case, open_case, record
from comparekit.store.chain import event_hash
from comparekit.store.check import chain_end, check_store, holds
from comparekit.store.database import open_database
from comparekit.store.tables import EVENTS
from comparekit.store.trouble import TROUBLES
from store.changes import past_the_store
from store.samples import photograph


def codes(store, case_id=None):
    with store.reading() as connection:
        return [trouble.code for trouble in check_store(connection, case_id)]


@pytest.fixture
def model():
    return "filled"


def test_an_empty_store_is_in_order(new_url):
    store = open_database(new_url)
    assert codes(store) == []
    store.close()


def test_a_store_with_corrections_removals_and_restored_cases_is_in_order(store, ids):
    assert codes(store) == []
    for case_id in ids:
        assert codes(store, case_id) == []


def test_a_case_that_never_was_cannot_be_checked(store, ids):
    with store.reading() as connection, pytest.raises(CompareKitError) as raised:
        check_store(connection, "1999-000001")
    assert raised.value.code == "case.unknown"


DIRECT = (
    ("UPDATE events SET who = 'x' WHERE seq = 5", ["event_changed"]),
    ("UPDATE events SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 1", ["event_changed"]),
    ("UPDATE events SET hash = before WHERE seq = 5", ["event_changed", "link"]),
    ("UPDATE payloads SET data = replace(data, '属实', '不实') WHERE data LIKE '%属实%' AND seq < 15",
     ["payload_changed"]),
    ("DELETE FROM payloads WHERE seq = 4", ["payload_missing"]),
    ("DELETE FROM events WHERE seq = 1", ["gap", "person_stray", "payload_stray"]),
    ("INSERT INTO payloads SELECT 999, salt, data FROM payloads WHERE seq = 1", ["payload_stray"]),
    ("UPDATE head SET seq = seq - 1", ["head"]),
    ("DELETE FROM head", ["head"]),
    ("INSERT INTO head SELECT 2, seq, hash FROM head", ["head"]),
    ("UPDATE cases SET verdict = 'agree' WHERE verdict = 'inconclusive'", ["line_changed"]),
    ("DELETE FROM cases WHERE status = 'closed'", ["line_missing"]),
    ("INSERT INTO cases SELECT 'x', opened_at, changed_at, last_seq, title, utility, protocol, verdict, "
     "status, search FROM cases WHERE status = 'closed'", ["line_stray"]),
    ("UPDATE people SET role = 'administrator' WHERE name = 'Zhang'", ["person_changed"]),
    ("DELETE FROM people WHERE name = 'Zhang'", ["person_missing"]),
    ("INSERT INTO people SELECT 'Eve', role, password, active, last_seq FROM people WHERE name = 'Zhang'",
     ["person_stray"]),
    ("UPDATE files SET size = size + 1 WHERE size < 1000", ["file_size"]),
)  # fmt: skip


def test_each_change_is_named_for_what_it_is(store, ids):
    found = {}
    with past_the_store(store) as connection:
        for statement, _ in DIRECT:
            connection.exec_driver_sql("SAVEPOINT untouched")
            assert connection.execute(text(statement)).rowcount >= 1, statement
            found[statement] = [trouble.code for trouble in check_store(connection)]
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT untouched")
    assert found == dict(DIRECT)


def test_a_changed_a_lost_and_a_foreign_file_are_told_apart(store, ids, direct):
    with store.reading() as connection:
        log, photo = (file.sha256 for file in load_case(connection, ids[2]).files)
    direct("UPDATE files SET content = :bytes WHERE sha256 = :sha256", bytes=b"other", sha256=log)
    assert codes(store) == codes(store, ids[2]) == ["file_changed"]
    assert codes(store, ids[1]) == []  # removed: it has no files
    direct("DELETE FROM files WHERE sha256 = :sha256", sha256=photo)
    assert sorted(codes(store)) == ["file_changed", "file_missing"]
    direct("INSERT INTO files VALUES (:sha256, 1, :bytes)", bytes=b"1", sha256="f" * 64)
    assert sorted(codes(store)) == ["file_changed", "file_missing", "file_stray"]


def test_an_event_rewritten_with_a_hash_that_fits_breaks_the_link(store, ids, direct):
    with store.reading() as connection:
        row = dict(connection.execute(EVENTS.select().where(EVENTS.c.seq == 7)).one()._mapping)
    del row["hash"]
    fitting = event_hash(**{**row, "who": "Eve"})
    direct("UPDATE events SET who = 'Eve', hash = :hash WHERE seq = 7", hash=fitting)
    assert codes(store) == ["link"]


def test_what_a_removed_case_said_may_not_come_back(store, ids, direct):
    with store.reading() as connection:
        seq = connection.execute(EVENTS.select().where(EVENTS.c.case_id == ids[1])).first().seq
    direct("INSERT INTO payloads SELECT :seq, salt, data FROM payloads WHERE seq = 1", seq=seq)
    assert codes(store) == codes(store, ids[1]) == ["payload_left"]


def test_without_its_removal_event_a_removed_case_is_a_loss(store, ids, direct):
    removal = "SELECT seq FROM events WHERE kind = 'case.removed'"
    direct(f"DELETE FROM payloads WHERE seq = ({removal})")
    found = codes(store)
    assert set(found) == {"payload_missing"}
    assert len(found) > 10  # the removal's own, and those of every event of that case


def test_one_event_may_not_correct_that_of_another_case(store, ids):
    with store.reading() as connection:
        foreign = load_case(connection, ids[0]).notes[0]["seq"]
    with store.writing() as connection, pytest.raises(CompareKitError) as raised:
        record(connection, ids[2], who="x", kind="note.added", data={"text": ""}, corrects=foreign)
    assert raised.value.code == "case.no_such_event"


def test_the_end_of_the_chain_noted_elsewhere_shows_a_store_put_back_as_a_whole(store, ids, url, kind):
    with store.reading() as connection:
        seq, end = chain_end(connection)
        assert holds(connection, seq, end)
        assert not holds(connection, seq - 1, end)
        assert not holds(connection, seq + 1, end)
        assert holds(connection, 0, "0" * 64)


def test_checking_holds_one_file_in_memory_at_a_time(store):
    with store.writing() as connection:
        case_id = open_case(connection, who="x", title="")
        for number in range(12):
            content = photograph(number, 1_000_000)
            add_file(connection, case_id, who="x", name="p", role="photograph", content=content)
    with store.reading() as connection:
        tracemalloc.start()
        assert check_store(connection) == ()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 5_000_000


def test_a_trigger_is_found(store, ids, direct, kind):
    if kind == "sqlite":
        direct("CREATE TRIGGER quiet AFTER INSERT ON events BEGIN DELETE FROM head; END")
    else:
        direct("CREATE FUNCTION quiet() RETURNS trigger AS 'BEGIN RETURN NULL; END' LANGUAGE plpgsql")
        direct("CREATE TRIGGER quiet BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION quiet()")
    assert codes(store) == ["trigger"]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE people SET active = 7 WHERE active = 1", "person_changed"),
        ("UPDATE files SET content = CAST(content AS TEXT) WHERE size < 1000", "unreadable"),
        ("UPDATE events SET hash = CAST(hash AS BLOB) WHERE seq = 3", "event_changed"),
        ("UPDATE events SET seq = 'three' WHERE seq = 3", "gap"),
        ("UPDATE payloads SET salt = x'00' WHERE seq = 4", "payload_changed"),
        ("UPDATE payloads SET data = CAST(x'ff' AS TEXT) WHERE seq = 4", "unreadable"),
        ("DROP TABLE people", "unreadable"),
    ],
)
def test_values_of_a_kind_that_sqlite_lets_pass_are_found(store, statement, expected):
    with past_the_store(store) as connection:
        connection.execute(text(statement))
        assert expected in {trouble.code for trouble in check_store(connection)}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.slow
def test_a_flipped_bit_of_the_file_is_found_or_does_no_harm(store, ids, tmp_path):
    """What is flipped may be unused space: then the store still says what it said."""

    def said(path):
        with closing(sqlite3.connect(path)) as plain:
            return list(plain.iterdump())

    copy, rng = tmp_path / "copy.sqlite3", random.Random(5)
    with closing(sqlite3.connect(store.engine.url.database)) as here, closing(sqlite3.connect(copy)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")
    sound, whole, found = copy.read_bytes(), said(copy), 0
    for number in range(40):
        at = rng.randrange(100, len(sound))
        flipped = tmp_path / f"{number}.sqlite3"
        flipped.write_bytes(sound[:at] + bytes([sound[at] ^ (1 << rng.randrange(8))]) + sound[at + 1 :])
        if troubles_of(flipped):
            found += 1
        else:
            assert said(flipped) == whole, at
    assert found >= 5


def troubles_of(path):
    """What a check finds, or what keeps the file from being opened or read."""
    try:
        opened = open_database(path)
        try:
            return codes(opened)
        finally:
            opened.close()
    except CompareKitError as error:
        return [error.code]


def test_every_trouble_has_a_sentence_in_both_languages():
    for language in ("zh", "en"):
        said = {
            key.partition(".")[2] for key in section_texts(language, "errors") if key.startswith("trouble.")
        }
        assert said == set(TROUBLES)
        assert sentence(language, "errors.trouble.gap", seq=4, found=5)
