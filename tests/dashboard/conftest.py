"""What the tests of the pages share: a store of their own."""

import pytest

from comparekit.store.database import open_database


@pytest.fixture
def store(tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    yield database
    database.close()
