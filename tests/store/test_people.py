from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from comparekit.errors import CompareKitError
from comparekit.store import people
from comparekit.store.chain import events_of
from comparekit.store.database import open_database
from comparekit.store.people import Person
from comparekit.store.sessions import begin_session
from comparekit.store.tables import PEOPLE, SESSIONS

# A hash nobody has the password of: these tests do not sign in.
KEPT = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
OTHER = KEPT[:-1] + "E"


@pytest.fixture
def another(url, store):
    """A second connection, as another process has it."""
    opened = open_database(url)
    yield opened
    opened.close()


@pytest.fixture
def at():
    return datetime(2025, 5, 6, 1, tzinfo=UTC)


def add(store, name="张伟", role="administrator", password=KEPT):
    with store.writing() as connection:
        return people.add_person(connection, who="local", name=name, role=role, password=password)


def change(store, name, **changes):
    with store.writing() as connection:
        return people.change_person(connection, who="local", name=name, **changes)


def remove(store, name):
    with store.writing() as connection:
        return people.remove_person(connection, who="local", name=name)


def everybody(store):
    with store.reading() as connection:
        return people.list_people(connection)


def kept_of(store, name):
    with store.reading() as connection:
        return people.password_kept(connection, name)


def events(store):
    with store.reading() as connection:
        return events_of(connection, None)


def refusal(act, *arguments, **named):
    with pytest.raises(CompareKitError) as caught:
        act(*arguments, **named)
    return caught.value.code


def assert_table_follows_from_events(store):
    with store.reading() as connection:
        table = [dict(row._mapping) for row in connection.execute(select(PEOPLE).order_by(PEOPLE.c.last_seq))]
        told = people.people_rows(events_of(connection, None))
    assert sorted(table, key=lambda row: row["name"]) == told


def test_somebody_added_is_an_event_that_says_everything(store):
    assert add(store) == Person(name="张伟", role="administrator", active=True)
    (event,) = events(store)
    assert (event.kind, event.who, event.case_id) == ("user.added", "local", None)
    assert event.data == {"name": "张伟", "role": "administrator", "password": KEPT, "active": True}


def test_the_table_is_what_the_events_tell(store):
    add(store)
    add(store, "Li Na", "official")
    add(store, "Wang", "technician")
    change(store, "Li Na", role="administrator")
    change(store, "张伟", password=OTHER)
    remove(store, "Wang")
    change(store, "Wang", password=OTHER)
    remove(store, "Li Na")
    kinds = [event.kind for event in events(store)]
    assert kinds == ["user.added"] * 3 + ["user.changed"] * 2 + [
        "user.removed",
        "user.changed",
        "user.removed",
    ]
    assert_table_follows_from_events(store)
    assert [(p.name, p.role, p.active) for p in everybody(store)] == [
        ("Wang", "technician", True),
        ("张伟", "administrator", True),
        ("Li Na", "administrator", False),
    ]


def test_events_of_other_things_are_passed_over(store):
    from comparekit.store.chain import append

    add(store)
    with store.writing() as connection:
        append(connection, who="local", kind="case.removed", data={"name": "nobody"})
    assert_table_follows_from_events(store)


def test_a_change_keeps_what_it_does_not_name(store):
    add(store)
    add(store, "Li Na", "official")
    assert change(store, "Li Na", role="technician").role == "technician"
    assert kept_of(store, "Li Na") == KEPT
    assert change(store, "Li Na", password=OTHER).role == "technician"
    assert kept_of(store, "Li Na") == OTHER


@pytest.mark.parametrize("again", ["Wang", "wang", "WANG", "Ｗａｎｇ", " Wang "])
def test_no_name_is_given_twice_not_even_one_that_was_removed(store, again):
    add(store)
    add(store, "Wang", "technician")
    assert refusal(add, store, again) == "people.exists"
    remove(store, "Wang")
    assert refusal(add, store, again) == "people.exists"


def test_of_somebody_removed_no_password_is_kept(store):
    add(store)
    add(store, "Wang", "technician")
    remove(store, "Wang")
    assert kept_of(store, "Wang") is None
    with store.reading() as connection:
        row = connection.execute(select(PEOPLE).where(PEOPLE.c.name == "Wang")).one()
    assert (row.password, row.active) == ("", False)


def test_somebody_removed_comes_back_with_a_new_password_only(store):
    add(store)
    add(store, "Wang", "technician")
    remove(store, "Wang")
    assert refusal(change, store, "Wang", role="official") == "people.removed"
    assert change(store, "Wang", password=OTHER) == Person(name="Wang", role="technician", active=True)


@pytest.mark.parametrize("name", ["nobody", "wang", "Wang Li"])
def test_whoever_is_not_there_can_neither_be_changed_nor_removed(store, name):
    add(store, "Wang")
    assert refusal(change, store, name, role="official") == "people.unknown"
    assert refusal(remove, store, name) == "people.unknown"


def test_nobody_is_removed_twice(store):
    add(store)
    add(store, "Wang", "technician")
    remove(store, "Wang")
    assert refusal(remove, store, "Wang") == "people.unknown"


def test_the_last_administrator_can_be_neither_removed_nor_demoted(store):
    add(store)
    add(store, "Li Na", "official")
    assert refusal(remove, store, "张伟") == "people.last_administrator"
    assert refusal(change, store, "张伟", role="official") == "people.last_administrator"
    assert len(events(store)) == 2
    assert change(store, "张伟", password=OTHER).role == "administrator"
    add(store, "Wang", "administrator")
    remove(store, "张伟")
    assert refusal(remove, store, "Wang") == "people.last_administrator"


def test_before_there_is_an_administrator_others_may_come_and_go(store):
    add(store, "Wang", "technician")
    change(store, "Wang", role="official")
    remove(store, "Wang")
    with store.reading() as connection:
        assert people.count_administrators(connection) == 0


def test_only_active_administrators_count(store):
    add(store)
    add(store, "Li Na")
    add(store, "Wang", "official")
    remove(store, "Li Na")
    with store.reading() as connection:
        assert people.count_administrators(connection) == 1


def test_of_two_administrators_who_remove_each_other_at_once_one_stays(store, another):
    """Two connections; the second waits for the first and then sees what it did."""
    from concurrent.futures import ThreadPoolExecutor

    add(store)
    add(store, "Li Na")

    def attempt(pair):
        try:
            remove(*pair)
        except CompareKitError as error:
            return error.code
        return "removed"

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(attempt, [(store, "张伟"), (another, "Li Na")]))
    assert sorted(done) == ["people.last_administrator", "removed"]
    assert_table_follows_from_events(store)


@pytest.mark.parametrize(("changes", "left"), [({"role": "official"}, 2), ({"password": OTHER}, 0), ({}, 2)])
def test_sessions_end_with_the_password_and_stay_with_the_role(store, changes, left, at):
    add(store)
    add(store, "Wang", "technician")
    with store.writing() as connection:
        for _ in range(2):
            begin_session(connection, "Wang", at=at)
        begin_session(connection, "张伟", at=at)
    change(store, "Wang", **changes)
    with store.reading() as connection:
        names = connection.scalars(select(SESSIONS.c.name)).all()
    assert names.count("Wang") == left
    assert names.count("张伟") == 1


def test_the_same_password_hashed_anew_ends_no_session(store, at):
    add(store)
    with store.writing() as connection:
        begin_session(connection, "张伟", at=at)
    change(store, "张伟", password=OTHER, sign_out=False)
    with store.reading() as connection:
        assert len(connection.execute(select(SESSIONS)).all()) == 1


def test_sessions_end_when_somebody_is_removed(store, at):
    add(store)
    add(store, "Wang", "technician")
    with store.writing() as connection:
        begin_session(connection, "Wang", at=at)
    remove(store, "Wang")
    with store.reading() as connection:
        assert connection.execute(select(SESSIONS)).all() == []


def test_a_role_that_there_is_not_and_a_password_in_clear_are_bugs_of_the_caller(store):
    with pytest.raises(ValueError, match="role"):
        add(store, role="root")
    with pytest.raises(ValueError, match="password") as caught:
        add(store, password="correct horse battery")
    assert "horse" not in str(caught.value)
    assert events(store) == []
