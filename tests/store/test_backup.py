import os
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from comparekit.errors import CompareKitError
from comparekit.store.archive import write_archive
from comparekit.store.backup import restore_backup, write_backup
from comparekit.store.cases import count_cases, load_case, open_case
from comparekit.store.check import chain_end, check_store, holds
from comparekit.store.database import open_database
from comparekit.store.drafts import load_draft, save_draft
from comparekit.store.sessions import begin_session
from comparekit.store.tables import CASES, EVENTS, FILES, PAYLOADS, PEOPLE, SESSIONS
from store.forked import fork
from store.samples import WHO, fill_case

EVIDENCE = (EVENTS, PAYLOADS, FILES, CASES, PEOPLE)


def everything(store):
    with store.reading() as connection:
        assert check_store(connection) == ()
        return [sorted(map(tuple, connection.execute(select(table)))) for table in EVIDENCE]


def code_of(act):
    with pytest.raises(CompareKitError) as raised:
        act()
    return raised.value.code


@pytest.fixture
def model():
    return "filled"


@pytest.fixture
def empty(new_url):
    opened = open_database(new_url)
    yield opened
    opened.close()


@pytest.fixture
def backup(store, tmp_path):
    """A backup of the store."""
    with store.writing() as connection:
        save_draft(connection, key="k", owner=WHO, data={"typed": "…"})
        begin_session(connection, WHO, at=datetime(2025, 1, 1, tzinfo=UTC))
    path = tmp_path / "备份.sqlite3"
    write_backup(store, path)
    return path


def test_an_empty_store_is_filled_from_a_backup_of_either_kind(store, backup, empty):
    held = restore_backup(backup, empty)
    assert everything(empty) == everything(store)
    with empty.reading() as connection:
        assert chain_end(connection) == (held.seq, held.hash)
        assert count_cases(connection) == held.cases == 4
        assert load_draft(connection, key="k", owner=WHO).data == {"typed": "…"}
    with empty.writing() as connection:
        open_case(connection, who=WHO, title="after")
        assert check_store(connection) == ()


def test_a_backup_can_be_opened_as_the_store_it_is(store, backup):
    opened = open_database(backup)
    assert everything(opened) == everything(store)
    with opened.reading() as connection:
        assert connection.execute(select(SESSIONS)).all() == []  # nobody stays signed in
    opened.close()


def test_a_backup_is_one_file_and_leaves_no_other(backup):
    assert [path.name for path in backup.parent.glob("*备份*")] == [backup.name]
    assert backup.stat().st_mode & 0o077 == 0


def test_only_an_empty_store_is_filled(store, backup):
    before = everything(store)
    assert code_of(lambda: restore_backup(backup, store)) == "store.not_empty"
    assert everything(store) == before


def test_what_is_no_backup_is_refused(empty, tmp_path):
    (tmp_path / "letter").write_bytes(b"Dear office, " * 100)
    (tmp_path / "nothing").touch()
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    for name in ("letter", "nothing", "other", "missing", ""):
        assert code_of(lambda name=name: restore_backup(tmp_path / name, empty)) == "store.no_backup"
    with empty.reading() as connection:
        assert chain_end(connection)[0] == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payloads SET data = replace(data, '属实', '不实')",
        "DELETE FROM files",
        "UPDATE head SET seq = 1",
    ],
)
def test_a_changed_backup_is_refused(empty, backup, statement):
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute(statement)
        connection.commit()
    assert code_of(lambda: restore_backup(backup, empty)) == "store.backup_damaged"
    with empty.reading() as connection:
        assert chain_end(connection)[0] == 0


def test_a_backup_of_a_newer_version_is_refused_by_its_name(empty, backup):
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(CompareKitError) as raised:
        restore_backup(backup, empty)
    assert raised.value.code == "store.newer"
    assert raised.value.context["database"] == str(backup)


def test_a_damaged_store_does_not_replace_a_good_backup_unless_told_to(store, backup, direct):
    good = backup.read_bytes()
    direct("DELETE FROM head")
    assert code_of(lambda: write_backup(store, backup)) == "store.backup_damaged"
    assert backup.read_bytes() == good
    held = write_backup(store, backup, even_damaged=True)
    assert (held.seq, held.cases) == (0, 4)
    assert backup.read_bytes() != good


def test_what_a_killed_backup_left_is_cleared_away_after_an_hour(store, tmp_path):
    old, young = (tmp_path / f".b.sqlite3.{name}.part" for name in ("old", "young"))
    for path in (old, young):
        path.touch()
    os.utime(old, (time.time() - 3601,) * 2)
    write_backup(store, tmp_path / "b.sqlite3")
    assert (old.exists(), young.exists()) == (False, True)


def test_where_nothing_can_be_written_it_says_so(store, tmp_path):
    assert code_of(lambda: write_backup(store, tmp_path / "no" / "folder")) == "store.not_written"
    (tmp_path / "taken").mkdir()
    assert code_of(lambda: write_backup(store, tmp_path / "taken")) == "store.not_written"


def test_a_file_somebody_works_with_is_not_written_over(store, ids, tmp_path):
    other = open_database(tmp_path / "other.sqlite3")
    with other.writing() as connection:
        open_case(connection, who="x", title="")
        targets = [other.engine.url.database]
        if store.engine.dialect.name == "sqlite":
            targets.append(store.engine.url.database)
            os.symlink(targets[-1], tmp_path / "link")
            targets.append(tmp_path / "link")
        for target in targets:
            assert code_of(lambda target=target: write_backup(store, target)) == "store.in_use"
            with store.reading() as reader:
                assert code_of(lambda t=target, r=reader: write_archive(r, ids[0], t)) == "store.in_use"
    other.close()
    everything(store)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.slow
def test_a_backup_made_while_others_write_shows_one_moment(url, tmp_path):
    """Whole cases only, a clean chain, and that chain the beginning of the one that went on."""

    def work(tell):
        database = open_database(url)
        for number in range(1000):
            with database.writing() as connection:
                fill_case(connection, number)
            tell(str(number))
            time.sleep(0.005)  # SQLite lets nobody queue: who never pauses keeps all others out

    writers = [fork(work) for _ in range(2)]
    database = open_database(url)
    backups = []
    for number in range(4):
        time.sleep(0.15)
        backups.append(write_backup(database, tmp_path / f"{number}.sqlite3"))
    for writer in writers:
        writer.kill()
        assert writer.lines()
    with database.reading() as connection:
        end = chain_end(connection)[0]
        assert all(holds(connection, backup.seq, backup.hash) for backup in backups)
    assert [backup.seq for backup in backups] == sorted({backup.seq for backup in backups})
    assert backups[-1].seq < end
    for number, backup in enumerate(backups):
        copy = open_database(tmp_path / f"{number}.sqlite3")
        with copy.reading() as connection:
            assert check_store(connection) == ()
            ids = connection.execute(select(CASES.c.id)).scalars().all()
            assert len(ids) == backup.cases
            assert all(len(load_case(connection, case_id).sign_offs) == 1 for case_id in ids)
        copy.close()
    database.close()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_file_copied_with_its_log_is_a_backup_too(store, tmp_path):
    """Who copies the files themselves while the log is not empty gets all of it, if all are copied."""
    with store.writing() as connection:
        case_id = fill_case(connection, 1)
    with store.reading() as reader:  # keeps the log from being folded in
        reader.execute(select(EVENTS.c.seq)).first()
        with store.writing() as connection:
            second = fill_case(connection, 2)
        folder = tmp_path / "copied"
        shutil.copytree(os.path.dirname(store.engine.url.database), folder)
    other = open_database(tmp_path / "other.sqlite3")
    assert restore_backup(folder / "cases.sqlite3", other).cases == 4 + 2
    with other.reading() as connection:
        assert load_case(connection, case_id).parties and load_case(connection, second).parties
    other.close()
