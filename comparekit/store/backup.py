"""One file with everything in it, made while others go on working, and a store made from it again.

Both databases give the same file: a store in SQLite. Sessions and sign-in attempts are left out.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, event, func, insert, select, update
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from comparekit.errors import CompareKitError
from comparekit.store.check import check_store
from comparekit.store.database import Database, refuse_store_file
from comparekit.store.migrate import bring_up_to_date
from comparekit.store.tables import ATTEMPTS, CASES, DRAFTS, EVENTS, FILES, HEAD, PAYLOADS, PEOPLE, SESSIONS
from comparekit.store.whole_file import whole_file

_COPIED = (EVENTS, PAYLOADS, CASES, PEOPLE, DRAFTS, FILES)
_ROWS = 50  # at a time; of files one


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds: `seq` and `hash` are the end of its chain, worth noting elsewhere."""

    size: int
    cases: int
    seq: int
    hash: str


def write_backup(database: Database, path: str | os.PathLike[str], *, even_damaged: bool = False) -> Backup:
    """Copy the whole store into one SQLite file; it is checked before it takes its name.

    Parameters
    ----------
    database : Database
        The store; others may read and write meanwhile, the backup shows one moment of it.
    path : str or path
        The file; one of that name is replaced at the end, or stays as it was.
    even_damaged : bool
        Keep the copy though the check finds something: of a damaged store there is nothing better.

    Raises
    ------
    CompareKitError
        ``store.backup_damaged``, ``store.in_use`` (`path` is a store somebody works with),
        ``store.not_written``, ``store.failed``.
    """
    refuse_store_file(database.engine, path)
    with whole_file(path) as unfinished:
        try:
            if database.engine.dialect.name == "sqlite":
                _copy_file(str(database.engine.url.database), unfinished)
            else:
                _copy_server(database, unfinished)
            with _opened(unfinished) as copy:
                _forget_sessions(copy)
                with copy.reading() as connection:
                    _refuse_damage(connection, path, even_damaged=even_damaged)
                    return _held(connection, unfinished.stat().st_size)
        except (sqlite3.Error, DatabaseError) as error:
            raise CompareKitError("store.failed", database=database.name, reason=str(error)) from error


def restore_backup(path: str | os.PathLike[str], database: Database) -> Backup:
    """Fill an empty store from a backup, also from one made by an earlier version.

    Parameters
    ----------
    path : str or path
        The backup; it is checked first and left as it is.
    database : Database
        A store with nothing in it, of either kind.

    Raises
    ------
    CompareKitError
        ``store.not_empty``; ``store.no_backup`` (no such file, or not a store), ``store.backup_damaged``,
        ``store.newer``, ``store.foreign``, ``store.failed``.
    """
    if not Path(path).is_file():
        raise CompareKitError("store.no_backup", file=os.fspath(path))
    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder) / "backup.sqlite3"
        try:
            _copy_file(os.fspath(path), taken)
            with _opened(taken) as copy:
                return _fill(copy, database, path)
        except (sqlite3.Error, DatabaseError) as error:
            raise CompareKitError("store.no_backup", file=os.fspath(path)) from error


def _fill(copy: Database, database: Database, path: str | os.PathLike[str]) -> Backup:
    with copy.engine.connect() as connection:
        if not connection.dialect.has_table(connection, HEAD.name):
            raise CompareKitError("store.no_backup", file=os.fspath(path))
    try:
        bring_up_to_date(copy)
    except CompareKitError as error:
        raise CompareKitError(error.code, database=os.fspath(path)) from error
    with copy.reading() as source:
        _refuse_damage(source, path)
        with database.writing() as target:
            if any(target.execute(select(table.c[0]).limit(1)).first() for table in (EVENTS, FILES, DRAFTS)):
                raise CompareKitError("store.not_empty", database=database.name)
            _copy_rows(source, target)
            _refuse_damage(target, path)
        return _held(source, Path(path).stat().st_size)


def _copy_file(source: str, target: Path) -> None:
    # In one step, so that the copy shows one moment and no writer makes it begin again.
    with closing(sqlite3.connect(source, timeout=60)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there, pages=-1)
        there.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file


def _copy_server(database: Database, path: Path) -> None:
    with _opened(path) as copy:
        bring_up_to_date(copy)
        with database.reading() as source, copy.writing() as target:
            _copy_rows(source, target)


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in _COPIED:
        for rows in _parts(source, table):
            target.execute(insert(table), rows)
    for row in source.execute(select(HEAD)):
        # Changed in place: other writers may be waiting for this very row.
        if not target.execute(update(HEAD).where(HEAD.c.id == row.id).values(row._mapping)).rowcount:
            target.execute(insert(HEAD).values(row._mapping))


def _parts(source: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    if table is FILES:
        for sha256 in source.execute(select(FILES.c.sha256).order_by(FILES.c.sha256)).scalars().all():
            row = source.execute(select(FILES).where(FILES.c.sha256 == sha256)).one()
            yield [dict(row._mapping)]
        return
    rows = source.execute(select(table).order_by(*table.primary_key).execution_options(yield_per=_ROWS))
    for part in rows.partitions():
        yield [dict(row._mapping) for row in part]


def _refuse_damage(
    connection: Connection, path: str | os.PathLike[str], *, even_damaged: bool = False
) -> None:
    troubles = check_store(connection)
    if troubles and not even_damaged:
        raise CompareKitError("store.backup_damaged", file=os.fspath(path), troubles=len(troubles))


def _forget_sessions(copy: Database) -> None:
    with copy.writing() as connection:
        connection.execute(SESSIONS.delete())
        connection.execute(ATTEMPTS.delete())


def _held(connection: Connection, size: int) -> Backup:
    end = connection.execute(select(HEAD.c.seq, HEAD.c.hash).where(HEAD.c.id == 1)).first()
    seq, hash_ = (0, "") if end is None else (end.seq, end.hash)
    cases = connection.execute(select(func.count()).select_from(CASES)).scalar_one()
    return Backup(size=size, cases=cases, seq=seq, hash=hash_)


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    """A store in a file that is to stay one file: no write-ahead log beside it."""

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA secure_delete=ON")

    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    event.listen(engine, "connect", prepare)
    database = Database(engine)
    try:
        yield database
    finally:
        database.close()
