import os
import sqlite3
import stat
from contextlib import closing

import pytest
from sqlalchemy import text

from comparekit.errors import CompareKitError
from comparekit.store import database as database_module
from comparekit.store.cases import open_case
from comparekit.store.database import open_database
from comparekit.store.home import data_home


def code_of(url):
    with pytest.raises(CompareKitError) as raised:
        open_database(url)
    return raised.value.code


def test_without_an_address_the_store_is_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COMPAREKIT_HOME", str(tmp_path / "到 这里"))
    store = open_database()
    store.close()
    assert (data_home() / "cases.sqlite3").is_file()


@pytest.mark.parametrize("name", ["a b.sqlite3", "案件库.sqlite3", "100%_#?.sqlite3"])
def test_a_plain_path_is_a_file_whatever_it_is_called(tmp_path, name):
    open_database(str(tmp_path / name)).close()
    open_database(tmp_path / name).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_new_store_can_be_read_by_its_owner_only(tmp_path):
    store = open_database(tmp_path / "cases.sqlite3")
    with store.writing() as connection:
        open_case(connection, who="x", title="")
        for path in tmp_path.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.close()


@pytest.mark.parametrize(
    "url", ["", ":memory:", "sqlite://", "sqlite:///:memory:", "mysql://x/y", "nonsense://x"]
)
def test_an_address_that_is_no_store_is_refused(url):
    assert code_of(url) == "store.url"


def test_no_error_shows_a_password(tmp_path):
    for url in ("mysql://u:secret@h/d", "postgresql://u:secret@h:notaport/d", "nonsense://u:secret@h/d",
                "postgresql://u:secret@localhost:1/d"):  # fmt: skip
        with pytest.raises(CompareKitError) as raised:
            open_database(url)
        assert "secret" not in str(raised.value)


def test_a_server_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CompareKitError) as raised:
        open_database("postgresql://u:secret@localhost:1/d")
    assert raised.value.code == "store.cannot_open"
    assert "localhost:1" in raised.value.context["database"]


def test_without_its_driver_postgresql_says_what_to_install(monkeypatch):
    def fail(*_, **__):
        raise ModuleNotFoundError("psycopg")

    monkeypatch.setattr(database_module, "create_engine", fail)
    assert code_of("postgresql://u@h/d") == "store.driver"


def test_what_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear office, " * 100)
    assert code_of(path) == "store.cannot_open"
    assert path.read_bytes() == b"Dear office, " * 100
    assert code_of(tmp_path) == "store.cannot_open"


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    assert code_of(path) == "store.foreign"
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]


def test_whoever_waits_too_long_is_told_so(store, url, monkeypatch):
    monkeypatch.setattr(database_module, "_BUSY_MS", 50)
    other = open_database(url)
    with store.writing():
        with pytest.raises(CompareKitError) as raised, other.writing():
            pass
        assert raised.value.code == "store.busy"
    with other.writing():
        pass
    other.close()


def test_whoever_reads_cannot_write(store):
    with pytest.raises(CompareKitError) as raised, store.reading() as connection:
        connection.execute(text("DELETE FROM head"))
    assert raised.value.code == "store.failed"
    with store.writing() as connection:
        open_case(connection, who="x", title="")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_and_nothing_is_half_written(store):
    with store.writing() as connection:
        open_case(connection, who="x", title="")

    def fill():
        with store.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            for _ in range(1000):
                open_case(connection, who="x", title="表" * 200)

    with pytest.raises(CompareKitError) as raised:
        fill()
    assert raised.value.code == "store.failed"
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM cases")).scalar_one() == 1


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_file_is_kept_as_it_must_be(store):
    """Write-ahead log, full synchronisation, foreign keys, and nothing left where it was deleted."""
    with store.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
