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

import pytest
from sqlalchemy import text

from comparekit.store.database import Database, open_database
from store.changes import past_the_store
from store.cluster import Cluster, missing_server

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


@pytest.fixture(params=["sqlite", "postgresql"])
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
def made_server(cluster) -> Iterator[str]:
    """Name of a database with an empty store, to be copied: quicker than making one each time."""
    with cluster.database("made") as address:
        open_database(address).close()
        yield "made"


@pytest.fixture(scope="session")
def made_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("made") / "cases.sqlite3"
    open_database(path).close()
    return path


@pytest.fixture
def url(kind, request, tmp_path) -> Iterator[str]:
    """Address of an empty store."""
    if kind == "sqlite":
        path = tmp_path / "store" / "cases.sqlite3"
        path.parent.mkdir()
        shutil.copyfile(request.getfixturevalue("made_file"), path)
        yield f"sqlite:///{path}"
        return
    model = request.getfixturevalue("made_server")
    with request.getfixturevalue("cluster").database(f"store{next(_COUNTER)}", model) as address:
        yield address


@pytest.fixture
def store(url) -> Iterator[Database]:
    """An empty store."""
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
