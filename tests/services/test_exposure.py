import pytest

from comparekit.errors import CompareKitError
from comparekit.services import people
from comparekit.services.exposure import is_loopback, require_safe_address
from comparekit.services.roles import LOCAL
from comparekit.store.database import open_database
from services.cheap import CHEAP

LOOPBACK = ["127.0.0.1", "127.0.0.2", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1", "localhost", "LocalHost"]
LOOPBACK += ["::ffff:127.0.0.1"]
EXPOSED = [
    "0.0.0.0",
    "::",
    "",
    "192.168.1.20",
    "10.0.0.1",
    "128.0.0.1",
    "126.255.255.255",
    "fe80::1",
    "2001:db8::1",
]
EXPOSED += [
    "example.org",
    "localhost.example.org",
    "127.0.0.1.example.org",
    "::ffff:192.0.2.1",
    "127.1",
    "::2",
]


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "cases.sqlite3"))
    yield opened
    opened.close()


def add(database, name, role):
    people.add_person(
        database, LOCAL, name=name, role=role, password="correct horse battery", parameters=CHEAP
    )


def assert_refused(database, host):
    with pytest.raises(CompareKitError) as caught:
        require_safe_address(database, host)
    assert (caught.value.code, caught.value.context) == ("serve.needs_administrator", {"host": host})


@pytest.mark.parametrize("host", LOOPBACK)
def test_only_this_machine_reaches_these(host, database):
    assert is_loopback(host)
    require_safe_address(database, host)


@pytest.mark.parametrize("host", EXPOSED)
def test_others_reach_these_or_might(host, database):
    assert not is_loopback(host)
    assert_refused(database, host)


def test_behind_a_proxy_others_reach_this_machine_too(database):
    with pytest.raises(CompareKitError) as caught:
        require_safe_address(database, "127.0.0.1", public="meters.example")
    assert caught.value.context == {"host": "meters.example"}
    add(database, "张伟", "administrator")
    require_safe_address(database, "127.0.0.1", public="meters.example")


def test_an_administrator_opens_the_door_and_nobody_else_does(database):
    add(database, "Wang", "technician")
    add(database, "Li Na", "official")
    assert_refused(database, "0.0.0.0")
    add(database, "张伟", "administrator")
    for host in EXPOSED:
        require_safe_address(database, host)


def test_an_administrator_who_was_removed_does_not_count(database):
    """The last one cannot be removed, so the store is made to say so here."""
    from sqlalchemy import update

    from comparekit.store.tables import PEOPLE

    add(database, "张伟", "administrator")
    with database.writing() as connection:
        connection.execute(update(PEOPLE).values(active=False))
    assert_refused(database, "0.0.0.0")
