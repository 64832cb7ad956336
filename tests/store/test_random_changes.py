"""Whatever is changed directly in the database is found, and nothing is found where nothing was changed."""

import random
from collections import Counter

import pytest

from comparekit.store.check import check_store
from store.changes import change_something, past_the_store


@pytest.fixture
def model():
    return "filled"


def found_of(store, rounds, seed):
    rng, missed, ways = random.Random(seed), [], Counter()
    with past_the_store(store) as connection:
        for _ in range(rounds):
            connection.exec_driver_sql("SAVEPOINT untouched")
            done = change_something(connection, rng)
            ways[done.partition(":")[0]] += 1
            if not check_store(connection):
                missed.append(done)
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT untouched")
            if rng.random() < 0.1:
                assert check_store(connection) == ()
    return missed, ways


def test_fifty_random_changes_are_all_found(store):
    missed, _ = found_of(store, 50, seed=11)
    assert missed == []
    with store.reading() as connection:
        assert check_store(connection) == ()


@pytest.mark.full
def test_a_thousand_random_changes_are_all_found(store):
    missed, ways = found_of(store, 1000, seed=12)
    assert missed == []
    assert min(ways.values()) >= 10
