from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from comparekit.store.attempts import PER_NAME, PER_SOURCE, WINDOW, attempt, forget_attempts
from comparekit.store.database import open_database
from comparekit.store.tables import ATTEMPTS

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


def fail(store, at, name="Wang", source="192.0.2.1"):
    with store.writing() as connection:
        return attempt(connection, name=name, source=source, at=at)


def rows(store):
    with store.reading() as connection:
        return connection.execute(select(ATTEMPTS)).all()


def test_the_constants_are_those_agreed():
    assert (5, 20, timedelta(minutes=15)) == (PER_NAME, PER_SOURCE, WINDOW)


def test_after_five_failures_of_a_name_no_more_are_heard_for_the_window(store, at):
    assert [fail(store, at) for _ in range(5)] == [None] * 5
    assert fail(store, at) == WINDOW
    assert fail(store, at, source="198.51.100.7") == WINDOW
    assert fail(store, at + WINDOW - TICK) == TICK
    assert fail(store, at + WINDOW) is None


def test_other_names_are_heard_meanwhile(store, at):
    for _ in range(6):
        fail(store, at)
    assert fail(store, at, name="张伟") is None


def test_after_twenty_failures_of_a_source_no_more_are_heard(store, at):
    assert [fail(store, at, name=f"name {k}") for k in range(20)] == [None] * 20
    assert fail(store, at, name="another") == WINDOW
    assert fail(store, at, name="another", source="198.51.100.7") is None


def test_failures_spread_over_time_are_counted_within_the_last_quarter_of_an_hour(store, at):
    """At 0, 4, 8, 12, 14 min; the sixth may come 15 min after the first, the next after the second."""
    for minutes in (0, 4, 8, 12, 14):
        assert fail(store, at + timedelta(minutes=minutes)) is None
    assert fail(store, at + timedelta(minutes=14)) == timedelta(minutes=1)
    assert fail(store, at + timedelta(minutes=15)) is None
    assert fail(store, at + timedelta(minutes=15)) == timedelta(minutes=4)


def test_what_was_refused_does_not_make_the_wait_longer(store, at):
    for _ in range(5):
        fail(store, at)
    for minute in range(1, 15):
        assert fail(store, at + timedelta(minutes=minute)) is not None
    assert fail(store, at + WINDOW) is None


def test_a_right_password_strikes_out_the_failures_of_its_name_only(store, at):
    for _ in range(4):
        fail(store, at)
        fail(store, at, name="张伟")
    with store.writing() as connection:
        forget_attempts(connection, "Wang")
    assert len(rows(store)) == 4
    assert [fail(store, at) is None for _ in range(6)] == [True] * 5 + [False]
    assert [fail(store, at, name="张伟") is None for _ in range(2)] == [True, False]


def test_every_connection_counts_the_same(store, another, at):
    for k in range(5):
        assert fail((store, another)[k % 2], at) is None
    assert fail(store, at) is not None
    assert fail(another, at) is not None


def test_many_attempts_at_once_do_not_slip_past_the_count(store, another, at):
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda k: fail((store, another)[k % 2], at), range(16)))
    assert waits.count(None) == 5


def test_old_rows_are_cleaned_away(store, at):
    for k in range(4):
        fail(store, at, name=f"name {k}")
    fail(store, at + WINDOW)
    assert len(rows(store)) == 1


def test_a_clock_put_right_locks_nobody_out_for_long(store, at):
    for _ in range(5):
        fail(store, at + timedelta(days=1))
    assert fail(store, at) is None


def test_neither_names_nor_sources_are_kept_in_clear_whatever_was_typed(store, at):
    for name in ("correct horse battery", "张" * 5000, "a\0b", "\ud800"):
        assert fail(store, at, name=name, source="source " * 100) is None
    shown = str(rows(store))
    for part in ("horse", "张", "source "):
        assert part not in shown
