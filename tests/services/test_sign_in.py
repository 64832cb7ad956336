import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from comparekit.errors import CompareKitError
from comparekit.services import people
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.sign_in import sign_in, sign_out, source_of, who_is
from comparekit.store.chain import events_of
from comparekit.store.database import open_database
from comparekit.store.people import password_kept
from comparekit.store.tables import METADATA, SESSIONS
from services.cheap import CHEAP

AT = datetime(2025, 5, 6, 1, tzinfo=UTC)
PASSWORD, WRONG = "correct horse battery", "wrong horse battery"
SOURCE = "192.0.2.1"
DEARER = replace(CHEAP, memory_cost=64)


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "cases.sqlite3"))
    for name, role in (("张伟", "administrator"), ("Wang", "technician")):
        people.add_person(opened, LOCAL, name=name, role=role, password=PASSWORD, parameters=CHEAP)
    yield opened
    opened.close()


def enter(database, name="Wang", password=PASSWORD, *, source=SOURCE, at=AT, parameters=CHEAP):
    return sign_in(database, name=name, password=password, source=source, at=at, parameters=parameters)


def refused(database, *arguments, **named):
    with pytest.raises(CompareKitError) as caught:
        enter(database, *arguments, **named)
    return caught.value.code, caught.value.context


def test_the_right_password_gives_a_token_that_says_who_it_is(database):
    assert who_is(database, enter(database), AT) == Actor("Wang", "technician")
    assert who_is(database, enter(database, "张伟"), AT) == Actor("张伟", "administrator")


@pytest.mark.parametrize("typed", [" 张伟", "张伟\u3000", "张伟 "])
def test_a_name_is_tidied_as_it_was_when_it_was_given(database, typed):
    assert who_is(database, enter(database, typed), AT) == Actor("张伟", "administrator")


NOT_THERE = ["nobody", "wang", "", "Wang\0", "\ud800", "local", "王" * 5000, "Wang' OR 1=1 --"]


@pytest.mark.parametrize("name", [*NOT_THERE, "Wang"])
def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(database, name):
    assert refused(database, name, WRONG) == ("sign_in.refused", {})


@pytest.mark.parametrize("name", [*NOT_THERE, "Wang"])
def test_the_limit_is_the_same_for_names_that_there_are_not(database, name):
    for _ in range(5):
        assert refused(database, name, WRONG)[0] == "sign_in.refused"
    assert refused(database, name, WRONG) == ("sign_in.too_often", {"minutes": 15})


def test_within_the_window_not_even_the_right_password_lets_in(database):
    for _ in range(5):
        refused(database, password=WRONG)
    assert refused(database)[0] == "sign_in.too_often"
    assert refused(database, source="198.51.100.7")[0] == "sign_in.too_often"
    assert refused(database, at=AT + timedelta(minutes=14)) == ("sign_in.too_often", {"minutes": 1})
    assert enter(database, at=AT + timedelta(minutes=15))


def test_signing_in_strikes_out_the_failures_before(database):
    for _ in range(3):
        for _ in range(4):
            refused(database, password=WRONG)
        enter(database)


def test_a_source_that_tries_many_names_is_stopped_and_others_are_not(database):
    for k in range(20):
        assert refused(database, f"name {k}", WRONG)[0] == "sign_in.refused"
    assert refused(database)[0] == "sign_in.too_often"
    assert enter(database, source="198.51.100.7")


def test_a_source_may_sign_in_as_often_as_it_likes(database):
    assert len({enter(database) for _ in range(25)}) == 25


def test_many_guesses_at_once_on_several_connections_are_five(database):
    others = [open_database(str(database.engine.url.database)) for _ in range(3)]

    def guess(k):
        with pytest.raises(CompareKitError) as caught:
            enter(others[k % 3], password=f"{WRONG} {k}")
        return caught.value.code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(guess, range(12)))
    for other in others:
        other.close()
    assert codes.count("sign_in.refused") == 5
    assert codes.count("sign_in.too_often") == 7


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("command line", "command line"),
    ],
)
def test_what_a_source_counts_as(address, counts_as):
    """RFC 6177: a site has at least a network of 64 bits, any address of which it may use."""
    assert source_of(address) == counts_as


def test_signing_out_ends_the_session(database):
    token = enter(database)
    sign_out(database, token)
    assert who_is(database, token, AT) is None
    sign_out(database, token)


def test_a_session_lives_an_hour_from_the_last_request_and_twelve_hours_at_most(database):
    token, elsewhere = enter(database), enter(database)
    for minutes in range(30, 720, 30):
        assert who_is(database, token, AT + timedelta(minutes=minutes)) == Actor("Wang", "technician")
    assert who_is(database, token, AT + timedelta(hours=12)) is None
    assert who_is(database, elsewhere, AT + timedelta(hours=1)) is None


def test_requests_within_a_minute_write_nothing(database):
    token = enter(database)

    def seen_at():
        with database.reading() as connection:
            return connection.execute(select(SESSIONS.c.seen_at)).scalar_one()

    before = seen_at()
    who_is(database, token, AT + timedelta(seconds=59))
    assert seen_at() == before
    who_is(database, token, AT + timedelta(seconds=60))
    assert seen_at() > before


@pytest.mark.parametrize("token", ["", "x", "\ud800", "a\0b", "A" * 43])
def test_no_other_token_is_anybody(database, token):
    enter(database)
    assert who_is(database, token, AT) is None


def test_a_hash_made_with_older_parameters_is_made_anew_and_ends_no_session(database):
    before = enter(database)
    after = enter(database, parameters=DEARER)
    with database.reading() as connection:
        kept = password_kept(connection, "Wang")
        last = events_of(connection, None)[-1]
    assert "$m=64,t=1,p=1$" in kept
    assert (last.kind, last.who, last.data["password"]) == ("user.changed", "Wang", kept)
    assert who_is(database, before, AT) == who_is(database, after, AT) == Actor("Wang", "technician")
    enter(database, parameters=DEARER)
    with database.reading() as connection:
        assert events_of(connection, None)[-1] == last


def test_a_wrong_password_makes_nothing_anew(database):
    refused(database, password=WRONG, parameters=DEARER)
    with database.reading() as connection:
        assert "$m=8,t=1,p=1$" in password_kept(connection, "Wang")


def test_a_password_changed_while_it_was_compared_lets_nobody_in(database, monkeypatch):
    from comparekit.services import sign_in as module

    def compare(stored, password, parameters):
        people.change_person(database, LOCAL, "Wang", password="eleven quiet lanterns", parameters=CHEAP)
        return True

    monkeypatch.setattr(module, "is_password", compare)
    assert refused(database)[0] == "sign_in.refused"
    with database.reading() as connection:
        assert connection.execute(select(SESSIONS)).all() == []


def test_no_token_stands_anywhere_in_the_database(database, tmp_path):
    tokens = [enter(database), enter(database, "张伟")]
    with database.reading() as connection:
        shown = "".join(str(connection.execute(select(table)).all()) for table in METADATA.sorted_tables)
    raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for token in tokens:
        assert token not in shown
        assert token.encode() not in raw


def test_an_unknown_name_takes_as_long_as_a_wrong_password(database):
    """Null: without hashing for the unknown name it would take a tenth. Processor time, not the clock's."""
    costs = replace(CHEAP, memory_cost=16384, time_cost=2)
    people.change_person(database, LOCAL, "Wang", password=PASSWORD, parameters=costs)

    def spent(name, k):
        begin = time.process_time()
        refused(database, name, WRONG, at=AT + timedelta(hours=k), parameters=costs)
        return time.process_time() - begin

    pairs = [(spent("nobody", k), spent("Wang", k)) for k in range(7)]
    unknown, known = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert 0.5 < unknown / known < 2
