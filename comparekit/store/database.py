"""Opening the store: SQLite in one file, or PostgreSQL by URL."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.pool import NullPool

from comparekit.errors import CompareKitError
from comparekit.store.tables import HEAD

_BUSY_MS = 60_000  # how long a writer waits for another one
_CONNECT_SECONDS = 10
FILE_NAME = "cases.sqlite3"


@dataclass(frozen=True, slots=True)
class Database:
    """An open store. `engine` is for reading with `reading()` and for writing with `writing()` only."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in one transaction that sees one state of the store.

        Raises
        ------
        CompareKitError
            ``store.failed``: the database cannot be read (damaged, connection lost).
        """
        with self._reported(), self.engine.connect() as connection, connection.begin():
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only=ON")  # each connection is used once
                connection.exec_driver_sql("BEGIN")
            else:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write until the block ends; then everything of it holds, or nothing.

        Raises
        ------
        CompareKitError
            ``store.busy``: another process has been writing for a minute; ``store.failed``: the database
            did not take it (disk full, damaged, connection lost), nothing was written.
        """
        with self._reported(), self.engine.connect() as connection, connection.begin():
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_BUSY_MS}")
                connection.execute(select(HEAD.c.seq).where(HEAD.c.id == 1).with_for_update())
            yield connection

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (ProgrammingError, DataError, NotSupportedError):
            raise  # our own mistake
        except DatabaseError as error:
            reason = _first_line(error.orig)
            if "locked" in reason or "lock timeout" in reason:
                raise CompareKitError("store.busy", database=self.name) from error
            raise CompareKitError("store.failed", database=self.name, reason=reason) from error

    @property
    def name(self) -> str:
        """The database as people may see it: without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_database(url: str | os.PathLike[str] | None = None) -> Database:
    """Open the store, making or bringing it up to date where needed.

    Parameters
    ----------
    url : str or path, optional
        ``sqlite:///path`` or ``postgresql://user:password@host/name``; a plain path is SQLite. None: the
        file in the data folder. A new file can be read by its owner only.

    Raises
    ------
    CompareKitError
        ``store.url``, ``store.driver``, ``store.cannot_open``, ``store.newer`` (made by a newer version),
        ``store.foreign`` (the database of another program), ``store.busy``.
    """
    from comparekit.store.migrate import bring_up_to_date  # noqa: PLC0415 - it needs this module

    where = _url(url)
    shown = where.render_as_string(hide_password=True)
    try:
        database = Database(_engine(where))
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompareKitError("store.cannot_open", database=shown, reason=reason) from error
    try:
        bring_up_to_date(database)
    except (DatabaseError, sqlite3.Error) as error:
        database.close()
        reason = _first_line(error.orig if isinstance(error, DatabaseError) else error)
        code = "store.busy" if "locked" in reason else "store.cannot_open"
        raise CompareKitError(code, database=shown, reason=reason) from error
    except BaseException:
        database.close()
        raise
    return database


def refuse_store_file(engine: Engine, path: str | os.PathLike[str]) -> None:
    """Keep a file that is in use as a store, this one or another, from being written over.

    Raises
    ------
    CompareKitError
        ``store.in_use``.
    """
    target, log = Path(path), Path(f"{os.fspath(path)}-wal")
    own = engine.url.database if engine.dialect.name == "sqlite" else None
    is_own = own is not None and target.exists() and target.samefile(own)
    # The log is there while somebody has the store open, or was killed with it open; with a log that is not
    # its own, a new file would be read as a mixture of both.
    if is_own or log.exists():
        raise CompareKitError("store.in_use", file=str(target))


def _url(text: str | os.PathLike[str] | None) -> URL:
    if text is None:
        from comparekit.store.home import data_home  # noqa: PLC0415

        text = data_home() / FILE_NAME
    text = os.fspath(text)
    if "://" not in text:
        if text in ("", ":memory:"):
            raise CompareKitError("store.url", found=text)
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        # What could not be taken apart may hold a password: only its scheme is shown.
        raise CompareKitError("store.url", found=text.partition("://")[0] + "://…") from error
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or url.database in (None, "", ":memory:"):
        raise CompareKitError("store.url", found=url.render_as_string(hide_password=True))
    return url.set(drivername="sqlite")


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        _make_file(Path(str(url.database)))
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": _BUSY_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    told = {"connect_timeout": _CONNECT_SECONDS, "client_encoding": "utf8"}
    arguments = {key: value for key, value in told.items() if key not in url.query}
    try:
        return create_engine(url, pool_pre_ping=True, pool_size=5, connect_args=arguments)
    except ModuleNotFoundError as error:
        raise CompareKitError("store.driver", package="comparekit[postgres]") from error


def _make_file(path: Path) -> None:
    # SQLite gives its -wal and -shm the rights of the file itself.
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: BEGIN IMMEDIATE has to be the first word.
    connection.isolation_level = None
    try:
        for pragma in (f"busy_timeout={_BUSY_MS}", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _turn_to_wal(connection)
    except BaseException:
        connection.close()
        raise


def _turn_to_wal(connection: Any) -> None:
    patience = time.monotonic() + _BUSY_MS / 1000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        # SQLite does not wait here by itself when several processes open a new file at once.
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > patience:
                raise
            time.sleep(0.01)


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or [""])[0]
