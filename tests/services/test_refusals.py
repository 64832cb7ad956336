"""Every refusal of people, passwords, roles and sign-in is provoked once, and said in both languages."""

import pytest

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import LANGUAGES, section_texts
from comparekit.services import people
from comparekit.services.exposure import require_safe_address
from comparekit.services.roles import LOCAL, Act, Actor, require
from comparekit.services.sign_in import sign_in
from comparekit.store.database import open_database
from comparekit.wording.errors import error_text
from services.cheap import CHEAP

PASSWORD = "correct horse battery"
AT_THE_PROMPT = {"password.differ", "password.none", "password.unreadable"}  # see tests/cli/test_user.py


def add(database, name, password=PASSWORD, role="technician"):
    people.add_person(database, LOCAL, name=name, role=role, password=password, parameters=CHEAP)


def guess(database):
    sign_in(database, name="Wang", password="wrong", source="192.0.2.1", parameters=CHEAP)


def guess_often(database):
    for _ in range(5):
        with pytest.raises(CompareKitError):
            guess(database)
    guess(database)


def bring_back_without_password(database):
    people.remove_person(database, LOCAL, "Wang")
    people.change_person(database, LOCAL, "Wang", role="official")


REFUSALS = {
    "role.forbidden": (
        lambda d: require(Actor("Wang", "technician"), Act.SIGN),
        ("Wang",),
    ),
    "people.name": (lambda d: add(d, "张\n伟"), ("张[U+000A]伟", "80")),
    "people.reserved": (lambda d: add(d, "Local"), ("Local",)),
    "people.exists": (lambda d: add(d, "WANG"), ("Wang",)),
    "people.unknown": (lambda d: people.remove_person(d, LOCAL, "Zhao"), ("Zhao",)),
    "people.removed": (bring_back_without_password, ("Wang", "comparekit user change")),
    "people.last_administrator": (lambda d: people.remove_person(d, LOCAL, "张伟"), ("张伟",)),
    "password.too_short": (lambda d: add(d, "Zhao", "short"), ("5", "12")),
    "password.too_long": (lambda d: add(d, "Zhao", "long enough " * 30), ("360", "200")),
    "password.too_plain": (lambda d: add(d, "Zhao", "Password1234"), ("1234",)),
    "sign_in.refused": (guess, ()),
    "sign_in.too_often": (guess_often, ("15",)),
    "serve.needs_administrator": (
        lambda d: require_safe_address(d, "0.0.0.0"),
        ("0.0.0.0", "comparekit user"),
    ),
}


@pytest.fixture
def database(tmp_path):
    opened = open_database(str(tmp_path / "cases.sqlite3"))
    yield opened
    opened.close()


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_said_in_both_languages_with_what_is_needed(database, code):
    act, words = REFUSALS[code]
    if code != "serve.needs_administrator":
        add(database, "张伟", role="administrator")
        add(database, "Wang")
    with pytest.raises(CompareKitError) as caught:
        act(database)
    assert caught.value.code == code
    said = [error_text(caught.value, language) for language in LANGUAGES]
    assert said[0] != said[1]
    for sentence in said:
        assert all(word in sentence for word in words), sentence


def test_no_refusal_was_left_out():
    sections = ("role.", "people.", "password.", "sign_in.")
    told = {key for key in section_texts("zh", "errors") if key.startswith(sections)}
    assert told - AT_THE_PROMPT == set(REFUSALS) - {"serve.needs_administrator"}
