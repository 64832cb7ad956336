"""Every test of the store runs on SQLite and on a real PostgreSQL server.

The server is a throw-away cluster of our own on a socket in a temporary folder, one a test process. Without
PostgreSQL its half is skipped with one visible line, and fails where CI is set.
"""

from __future__ import annotations

import itertools
import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import select, text

from comparekit.store.database import Database, open_database
from comparekit.store.tables import EVENTS
from store.changes import past_the_store
from store.cluster import Cluster, missing_server
from store.samples import fill_store

_COUNTER = itertools.count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    lacking = missing_server()
    if lacking:
        if os.environ.get("CI"):
            pytest.fail(f"tests of the store need PostgreSQL: {lacking}")
        warnings.warn(f"tests on PostgreSQL skipped: {lacking}", stacklevel=1)
        pytest.skip(lacking)
    with Cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def kind(request) -> str:
    return request.param


@pytest.fixture
def new_url(kind, request, tmp_path) -> Iterator[str]:
    """Address of a store that nobody has made yet."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'cases.sqlite3'}"
        return
    with request.getfixturevalue("cluster").database(f"new{next(_COUNTER)}") as address:
        yield address


@pytest.fixture(scope="session")
def made_servers(cluster) -> Iterator[None]:
    """Databases "empty" and "filled", to be copied: quicker than making one each time."""
    with cluster.database("empty") as empty, cluster.database("filled") as filled:
        make_models(empty, filled)
        yield


@pytest.fixture(scope="session")
def made_files(tmp_path_factory) -> Path:
    """Folder with the files of an empty store and of a filled one."""
    folder = tmp_path_factory.mktemp("made")
    make_models(str(folder / "empty"), str(folder / "filled"))
    return folder


def make_models(empty: str, filled: str) -> None:
    open_database(empty).close()
    database = open_database(filled)
    with TemporaryDirectory() as folder:
        fill_store(database, Path(folder))
    database.close()


@pytest.fixture
def model() -> str:
    """Which store a test begins with: "empty"; modules that begin with "filled" say so."""
    return "empty"


@pytest.fixture
def url(kind, model, request, tmp_path) -> Iterator[str]:
    """Address of a store of one's own."""
    if kind == "sqlite":
        path = tmp_path / "store" / "cases.sqlite3"
        path.parent.mkdir()
        shutil.copyfile(request.getfixturevalue("made_files") / model, path)
        yield f"sqlite:///{path}"
        return
    request.getfixturevalue("made_servers")
    with request.getfixturevalue("cluster").database(f"store{next(_COUNTER)}", model) as address:
        yield address


@pytest.fixture
def ids(store) -> list[str]:
    """Cases of a filled store: open, removed, open, closed, and the first again from its archive."""
    with store.reading() as connection:
        found = connection.execute(select(EVENTS.c.case_id).distinct().order_by(EVENTS.c.case_id))
        return [case_id for case_id in found.scalars() if case_id is not None]


@pytest.fixture
def store(url) -> Iterator[Database]:
    """The store, open."""
    database = open_database(url)
    yield database
    database.close()


@pytest.fixture
def direct(url, store):
    """Statements past the store, as somebody with the password or the file can run them."""

    def run(statement: str, **values: object) -> int:
        with past_the_store(store) as connection:
            done = connection.execute(text(statement), values)
            connection.commit()
            return done.rowcount

    return run
