import pytest

from comparekit.errors import CompareKitError
from comparekit.services.roles import ALLOWED, LOCAL, Act, Actor, may, require
from comparekit.store.people import ROLES

# The table, written down a second time: who may do what.
EVERYBODY = {"import", "note", "decide", "show", "check"}
NOT_TECHNICIANS = {"show-unmasked", "sign", "close", "export"}
ADMINISTRATORS = {"remove", "backup", "people", "settings"}
TABLE = {
    "technician": EVERYBODY,
    "official": EVERYBODY | NOT_TECHNICIANS,
    "administrator": EVERYBODY | NOT_TECHNICIANS | ADMINISTRATORS,
}


def test_the_table_knows_every_role_and_every_act():
    assert set(ALLOWED) == set(ROLES) == set(TABLE)
    assert {str(act) for act in Act} == TABLE["administrator"]


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_do_what_the_table_says_and_nothing_else(role, act):
    actor = Actor(name="Wang", role=role)
    assert may(actor, act) == (str(act) in TABLE[role])
    if str(act) in TABLE[role]:
        require(actor, act)
        return
    with pytest.raises(CompareKitError) as caught:
        require(actor, act)
    assert caught.value.code == "role.forbidden"
    assert caught.value.context["act"] == act
    assert caught.value.context["allowed"] == ", ".join(r for r in ROLES if act in TABLE[r])


@pytest.mark.parametrize("role", ["", "root", "Administrator", "administrator "])
def test_a_role_that_there_is_not_may_do_nothing(role):
    assert not any(may(Actor(name="Wang", role=role), act) for act in Act)


def test_the_single_user_on_this_machine_may_do_everything():
    assert Actor(name="local", role="administrator") == LOCAL
    assert all(may(LOCAL, act) for act in Act)


def test_nobody_changes_a_role_in_passing():
    with pytest.raises(AttributeError):
        LOCAL.role = "technician"  # type: ignore[misc]
    with pytest.raises(TypeError):
        ALLOWED["technician"] = frozenset(Act)  # type: ignore[index]
