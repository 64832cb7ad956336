"""Stores of every version there was open, keep what they hold, and check clean."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from comparekit.errors import CompareKitError
from comparekit.store import migrate
from comparekit.store.cases import list_cases, load_case, open_case
from comparekit.store.check import chain_end, check_store
from comparekit.store.database import open_database
from comparekit.store.evidence import file_content
from comparekit.store.tables import METADATA
from store.samples import LOG, fill_store, party, photograph, result

OLD = Path(__file__).with_name("old")
REVISIONS = [script.revision for script in ScriptDirectory(str(migrate._FOLDER)).walk_revisions()][::-1]
ENDS = {
    "0001": (58, "c0ee6120217fa3fb9ecd3c8ad202d1e94299f7e40beb0ef33dccefce7f65931e")
}  # of the chains of the kept files, as they were made


def test_the_newest_revision_is_the_one_the_program_looks_for():
    assert ScriptDirectory(str(migrate._FOLDER)).get_heads() == [migrate.REVISION]


def test_the_migrations_make_the_tables_that_the_program_uses(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_empty_store_of_every_version_is_brought_up_to_date(new_url, monkeypatch, revision):
    monkeypatch.setattr(migrate.bring_up_to_date, "__defaults__", (revision,))
    open_database(new_url).close()
    monkeypatch.undo()
    store = open_database(new_url)
    with store.writing() as connection:
        open_case(connection, who="x", title="")
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == migrate.REVISION
        )
        assert check_store(connection) == ()
    store.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_kept_store_of_every_version_opens_checks_clean_and_holds_what_it_held(tmp_path, revision):
    path = tmp_path / "old.sqlite3"
    shutil.copyfile(OLD / f"{revision}.sqlite3", path)
    store = open_database(path)
    with store.reading() as connection:
        assert check_store(connection) == ()
        assert chain_end(connection) == ENDS[revision]
        assert len(list_cases(connection)) == 4
        (found,) = list_cases(connection, search="王小明3")
        case = load_case(connection, found.id)
        assert case.parties == [party(3)]
        assert case.results[0]["result"] == result(3)
        assert [file_content(connection, file.sha256) for file in case.files] == [LOG, photograph(3)]
    with store.writing() as connection:
        open_case(connection, who="x", title="")
        assert check_store(connection) == ()
    store.close()


def test_every_version_has_a_kept_store():
    assert sorted(path.name for path in OLD.iterdir()) == [f"{revision}.sqlite3" for revision in REVISIONS]
    assert all(path.stat().st_size < 100_000 for path in OLD.iterdir())


def test_a_store_of_a_newer_version_is_refused_and_left_alone(store, url, direct):
    direct("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CompareKitError) as raised:
        open_database(url)
    assert raised.value.code == "store.newer"
    assert direct("UPDATE alembic_version SET version_num = '9999'") == 1


def test_a_migration_that_fails_leaves_nothing(new_url, monkeypatch):
    """Everything of it is one transaction, on SQLite too."""
    made = migrate._upgrade

    def fails(*arguments):
        made(*arguments)
        raise KeyError("stop")

    monkeypatch.setattr(migrate, "_upgrade", fails)
    with pytest.raises(KeyError):
        open_database(new_url)
    monkeypatch.undo()
    store = open_database(new_url)
    with store.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {*METADATA.tables, "alembic_version"}
    store.close()


def make_old(folder: Path) -> None:
    """Make the file of the newest revision, to be kept in `OLD`; how ``old/0001.sqlite3`` was made."""
    from comparekit.store.backup import write_backup

    store = open_database(folder / "store.sqlite3")
    fill_store(store, folder)
    print(write_backup(store, folder / "backup.sqlite3"))
    store.close()
    with closing(sqlite3.connect(folder / "backup.sqlite3")) as connection:
        connection.execute("PRAGMA page_size=1024")
        connection.execute("VACUUM INTO ?", [str(OLD / f"{migrate.REVISION}.sqlite3")])
