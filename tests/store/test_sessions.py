from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from comparekit.store import people
from comparekit.store.database import open_database
from comparekit.store.sessions import (
    IDLE,
    LIFETIME,
    SEEN_EVERY,
    begin_session,
    end_session,
    end_sessions_of,
    find_session,
    see_session,
)
from comparekit.store.tables import METADATA, SESSIONS

KEPT = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
TICK = timedelta(microseconds=1)


@pytest.fixture
def another(url, store):
    """A second connection, as another process has it."""
    opened = open_database(url)
    yield opened
    opened.close()


@pytest.fixture
def at():
    return datetime(2025, 5, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def people_(store):
    with store.writing() as connection:
        for name, role in (("张伟", "administrator"), ("Wang", "technician")):
            people.add_person(connection, who="local", name=name, role=role, password=KEPT)


def begin(store, at, name="Wang"):
    with store.writing() as connection:
        return begin_session(connection, name, at=at)


def found(store, token, at):
    with store.reading() as connection:
        return find_session(connection, token, at=at)


def see(store, token, at):
    with store.writing() as connection:
        see_session(connection, token, at=at)


def rows(store):
    with store.reading() as connection:
        return connection.execute(select(SESSIONS)).all()


def test_the_constants_are_those_agreed():
    assert (timedelta(hours=12), timedelta(minutes=60)) == (LIFETIME, IDLE)


def test_a_token_finds_its_person_and_role(store, at):
    session = found(store, begin(store, at), at)
    assert session is not None
    assert (session.name, session.role) == ("Wang", "technician")


def test_tokens_hold_256_bits_and_none_comes_twice(store, at):
    import base64

    tokens = [begin(store, at) for _ in range(20)]
    assert len(set(tokens)) == 20
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32}


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "张伟", "a\0b", "\ud800"])
def test_no_other_token_finds_anybody(store, at, token):
    begin(store, at)
    assert found(store, token, at) is None
    with store.writing() as connection:
        end_session(connection, token)
    assert len(rows(store)) == 1


def test_the_token_is_nowhere_in_the_database(store, at):
    token = begin(store, at)
    with store.reading() as connection:
        shown = "".join(str(connection.execute(select(table)).all()) for table in METADATA.sorted_tables)
    assert token not in shown
    if store.engine.dialect.name == "sqlite":
        from pathlib import Path

        file = Path(store.engine.url.database)
        raw = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
        assert b"Wang" in raw  # so we did look where things are written
        assert token.encode() not in raw


def test_a_session_ends_after_an_hour_without_a_request(store, at):
    token = begin(store, at)
    assert found(store, token, at + IDLE - TICK) is not None
    assert found(store, token, at + IDLE) is None


def test_a_request_keeps_it_up_for_another_hour(store, at):
    token = begin(store, at)
    see(store, token, at + timedelta(minutes=50))
    assert found(store, token, at + timedelta(minutes=50) + IDLE - TICK) is not None
    assert found(store, token, at + timedelta(minutes=50) + IDLE) is None


def test_a_request_too_late_wakes_nothing_up(store, at):
    token = begin(store, at)
    see(store, token, at + IDLE)
    assert found(store, token, at + IDLE) is None


def test_a_request_that_was_overtaken_takes_no_time_back(store, at):
    token = begin(store, at)
    see(store, token, at + timedelta(minutes=50))
    see(store, token, at + timedelta(minutes=40))
    assert found(store, token, at + timedelta(minutes=105)) is not None


def test_after_twelve_hours_it_ends_however_busy(store, at):
    token = begin(store, at)
    for half_hour in range(1, 24):
        see(store, token, at + timedelta(minutes=30 * half_hour))
    assert found(store, token, at + LIFETIME - TICK) is not None
    see(store, token, at + LIFETIME - TICK)
    assert found(store, token, at + LIFETIME) is None


def test_it_is_time_to_write_a_request_down_once_a_minute(store, at):
    token = begin(store, at)
    assert found(store, token, at + SEEN_EVERY - TICK).stale is False
    assert found(store, token, at + SEEN_EVERY).stale is True
    see(store, token, at + SEEN_EVERY)
    assert found(store, token, at + SEEN_EVERY + TICK).stale is False


def test_signing_out_ends_this_session_only(store, at):
    mine, elsewhere = begin(store, at), begin(store, at)
    with store.writing() as connection:
        end_session(connection, mine)
    assert found(store, mine, at) is None
    assert found(store, elsewhere, at) is not None


def test_all_sessions_of_a_person_end_together_and_no_others(store, at):
    tokens = [begin(store, at), begin(store, at)]
    other = begin(store, at, "张伟")
    with store.writing() as connection:
        end_sessions_of(connection, "Wang")
    assert [found(store, token, at) for token in tokens] == [None, None]
    assert found(store, other, at) is not None


def test_somebody_removed_holds_no_session_even_where_a_row_was_left(store, at):
    with store.writing() as connection:
        people.remove_person(connection, who="local", name="Wang")
    assert found(store, begin(store, at), at) is None


def test_a_new_role_holds_at_once(store, at):
    token = begin(store, at)
    with store.writing() as connection:
        people.change_person(connection, who="local", name="Wang", role="official")
    assert found(store, token, at).role == "official"


def test_sessions_that_are_over_are_cleaned_away(store, at):
    begin(store, at)
    begin(store, at + timedelta(minutes=1))
    begin(store, at + IDLE)
    assert len(rows(store)) == 2


def test_a_session_begun_on_one_connection_is_known_on_another(store, another, at):
    assert found(another, begin(store, at), at) is not None


def test_a_moment_without_a_time_zone_is_a_bug_of_the_caller(store, at):
    with pytest.raises(ValueError, match="time zone"):
        begin(store, at.replace(tzinfo=None))
