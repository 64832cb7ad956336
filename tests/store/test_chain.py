import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from comparekit.errors import CompareKitError
from comparekit.store.chain import append, canonical, data_digest, event_hash, events_of
from comparekit.store.check import chain_end
from comparekit.store.tables import EVENTS, PAYLOADS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_canonical_text_says_the_same_and_is_spelled_in_one_way(value):
    text = canonical(value)
    assert canonical(json.loads(text)) == text
    text.encode("utf-8")


def test_half_a_surrogate_pair_survives():
    name = b"\xff\xfelog.csv".decode("utf-8", "surrogateescape")
    assert json.loads(canonical({"name": name})) == {"name": name}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"x": object()}, {1, 2}])
def test_what_is_not_json_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        canonical(value)


def test_the_hash_of_an_event_can_be_computed_with_any_other_program():
    """SHA-256 of the row as JSON, as sha256sum gives it for the same bytes."""
    row = '[2,"2025-04-14T01:00:00.000000Z","王","note.added","2025-000001",null,"dd","bb"]'
    expected = hashlib.sha256(row.encode("utf-8")).hexdigest()
    assert expected == event_hash(
        seq=2, at="2025-04-14T01:00:00.000000Z", who="王", kind="note.added", case_id="2025-000001",
        corrects=None, data_hash="dd", before="bb",
    )  # fmt: skip
    assert data_digest("00", "{}") == hashlib.sha256(b"00\n{}").hexdigest()


def test_events_follow_each_other_by_their_hashes(store):
    with store.writing() as connection:
        made = [append(connection, who="a", kind="note.added", data={"n": n}, case_id="c") for n in range(4)]
    assert [event.seq for event in made] == [1, 2, 3, 4]
    assert [event.before for event in made] == ["0" * 64, *(event.hash for event in made[:-1])]
    with store.reading() as connection:
        assert events_of(connection, "c") == made
        assert events_of(connection, None) == []
        assert chain_end(connection) == (4, made[-1].hash)


def test_the_same_words_have_another_hash_each_time(store):
    with store.writing() as connection:
        first, second = (append(connection, who="a", kind="k", data={"name": "王小明"}) for _ in range(2))
    assert first.data_hash != second.data_hash


@pytest.mark.parametrize(
    "wrong",
    [{"who": ""}, {"who": "x" * 81}, {"who": "a\nb"}, {"kind": "k" * 41}, {"case_id": ""},
     {"data": {"x": float("nan")}}, {"data": {"x": b"bytes"}}],
)  # fmt: skip
def test_an_event_no_database_could_keep_is_the_callers_mistake(store, wrong):
    with store.writing() as connection, pytest.raises((ValueError, TypeError)):
        append(connection, **{"who": "a", "kind": "k", "data": {}, **wrong})


def test_what_fails_half_way_leaves_nothing(store):
    def fail(connection):
        append(connection, who="a", kind="k", data={})
        raise KeyError("stop")

    with pytest.raises(KeyError), store.writing() as connection:
        fail(connection)
    with store.reading() as connection:
        assert connection.execute(select(EVENTS)).all() == connection.execute(select(PAYLOADS)).all() == []
        assert chain_end(connection) == (0, "0" * 64)


def test_without_a_noted_end_nothing_is_written(store, direct):
    direct("DELETE FROM head")
    with store.writing() as connection, pytest.raises(CompareKitError) as raised:
        append(connection, who="a", kind="k", data={})
    assert raised.value.code == "store.chain_broken"
