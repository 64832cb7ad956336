import pytest
from sqlalchemy import select

from comparekit.errors import CompareKitError
from comparekit.services import people
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.sign_in import sign_in, who_is
from comparekit.store.chain import events_of
from comparekit.store.database import open_database
from comparekit.store.people import Person
from comparekit.store.tables import METADATA
from services.cheap import CHEAP

PASSWORD, NEW = "correct horse battery", "eleven quiet lanterns"
OFFICIAL, TECHNICIAN = Actor("Li Na", "official"), Actor("Wang", "technician")


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "cases.sqlite3"))
    yield opened
    opened.close()


@pytest.fixture
def staffed(database):
    for name, role in (("张伟", "administrator"), ("Li Na", "official"), ("Wang", "technician")):
        add(database, name, role)
    return database


def add(database, name, role="technician", password=PASSWORD, actor=LOCAL):
    return people.add_person(database, actor, name=name, role=role, password=password, parameters=CHEAP)


def enter(database, name, password):
    return sign_in(database, name=name, password=password, source="192.0.2.1", parameters=CHEAP)


def refusal(act, *arguments, **named):
    with pytest.raises(CompareKitError) as caught:
        act(*arguments, **named)
    return caught.value.code


def kinds(database):
    with database.reading() as connection:
        return [(event.kind, event.who) for event in events_of(connection, None)]


def test_an_administrator_lets_people_in_and_the_chain_says_who_did(database):
    assert add(database, "张伟", "administrator") == Person(name="张伟", role="administrator", active=True)
    add(database, "Wang", actor=Actor("张伟", "administrator"))
    assert kinds(database) == [("user.added", "local"), ("user.added", "张伟")]


@pytest.mark.parametrize("actor", [OFFICIAL, TECHNICIAN, Actor("张伟", "nothing")], ids=lambda a: a.role)
def test_nobody_else_does(staffed, actor):
    assert refusal(add, staffed, "Zhao", actor=actor) == "role.forbidden"
    assert refusal(people.change_person, staffed, actor, "Wang", role="administrator") == "role.forbidden"
    assert refusal(people.remove_person, staffed, actor, "Wang") == "role.forbidden"
    assert refusal(people.list_people, staffed, actor) == "role.forbidden"
    assert len(kinds(staffed)) == 3


def test_the_list_tells_no_password(staffed):
    listed = people.list_people(staffed, LOCAL)
    assert [person.name for person in listed] == ["Li Na", "Wang", "张伟"]
    assert "argon2" not in repr(listed)


def test_a_bad_password_is_refused_before_anything_is_written(database):
    assert refusal(add, database, "Wang", password="short") == "password.too_short"
    assert refusal(add, database, "Wang", password="Wang Wang 1234567") == "password.too_plain"
    assert kinds(database) == []


def test_the_name_as_it_is_kept_counts_in_the_password(database):
    assert refusal(add, database, "ＷａｎｇＬｉ", password="wangli wangli 99") == "password.too_plain"


def test_another_password_lets_in_and_the_one_before_no_more(staffed):
    people.change_person(staffed, LOCAL, "Wang", password=NEW, parameters=CHEAP)
    assert who_is(staffed, enter(staffed, "Wang", NEW)) == TECHNICIAN
    assert refusal(enter, staffed, "Wang", PASSWORD) == "sign_in.refused"


def test_another_role_needs_no_password(staffed):
    token = enter(staffed, "Wang", PASSWORD)
    people.change_person(staffed, LOCAL, "Wang", role="official")
    assert who_is(staffed, token) == Actor("Wang", "official")


def test_somebody_removed_is_out_at_once_and_back_with_a_new_password(staffed):
    token = enter(staffed, "Wang", PASSWORD)
    assert people.remove_person(staffed, LOCAL, "Wang").active is False
    assert who_is(staffed, token) is None
    assert refusal(enter, staffed, "Wang", PASSWORD) == "sign_in.refused"
    people.change_person(staffed, LOCAL, "Wang", password=NEW, parameters=CHEAP)
    assert who_is(staffed, token) is None
    assert who_is(staffed, enter(staffed, "Wang", NEW)) == TECHNICIAN


def test_the_last_administrator_stays(staffed):
    assert refusal(people.remove_person, staffed, LOCAL, "张伟") == "people.last_administrator"
    assert (
        refusal(people.change_person, staffed, LOCAL, "张伟", role="official") == "people.last_administrator"
    )


def change_own(database, actor, password, new):
    people.change_own_password(
        database, actor, password=password, new=new, source="192.0.2.1", parameters=CHEAP
    )


@pytest.mark.parametrize("actor", [OFFICIAL, TECHNICIAN], ids=lambda a: a.role)
def test_everybody_changes_their_own_password_by_the_one_so_far(staffed, actor):
    token = enter(staffed, actor.name, PASSWORD)
    change_own(staffed, actor, PASSWORD, NEW)
    assert who_is(staffed, token) is None
    assert who_is(staffed, enter(staffed, actor.name, NEW)) == actor
    assert kinds(staffed)[-1] == ("user.changed", actor.name)


def test_without_the_password_so_far_nobody_does_and_guessing_is_limited(staffed):
    for _ in range(5):
        assert refusal(change_own, staffed, TECHNICIAN, "wrong horse battery", NEW) == "sign_in.refused"
    assert refusal(change_own, staffed, TECHNICIAN, PASSWORD, NEW) == "sign_in.too_often"
    assert refusal(enter, staffed, "Wang", PASSWORD) == "sign_in.too_often"
    assert len(kinds(staffed)) == 3


def test_whoever_was_removed_while_the_password_was_compared_does_not_come_back_by_it(staffed, monkeypatch):
    from comparekit.services import sign_in as module

    def compare(stored, password, parameters):
        people.remove_person(staffed, LOCAL, "Wang")
        return True

    monkeypatch.setattr(module, "is_password", compare)
    assert refusal(change_own, staffed, TECHNICIAN, PASSWORD, NEW) == "sign_in.refused"
    assert kinds(staffed)[-1] == ("user.removed", "local")


def test_the_single_user_on_this_machine_has_no_password_to_change(staffed):
    assert refusal(change_own, staffed, LOCAL, PASSWORD, NEW) == "sign_in.refused"


def test_no_password_stands_anywhere_in_the_database(staffed, tmp_path):
    enter(staffed, "Wang", PASSWORD)
    people.change_person(staffed, LOCAL, "Wang", password=NEW, parameters=CHEAP)
    assert refusal(enter, staffed, NEW, "typed in the wrong field") == "sign_in.refused"
    with staffed.reading() as connection:
        shown = "".join(str(connection.execute(select(table)).all()) for table in METADATA.sorted_tables)
    raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"user.changed" in raw  # so we did look where things are written
    for secret in (PASSWORD, NEW, "typed in the wrong field"):
        assert secret not in shown
        assert secret.encode() not in raw
