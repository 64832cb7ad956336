import pytest

from comparekit.errors import CompareKitError
from comparekit.services.roles import OFFICIAL, TECHNICIAN, Act, Actor, require
from comparekit.wording.errors import error_text


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", ("技术员", "删除", "管理员")), ("en", ("technician", "remove cases", "administrator"))],
)
def test_roles_and_acts_are_said_in_words(language, said):
    with pytest.raises(CompareKitError) as caught:
        require(Actor("王", TECHNICIAN), Act.REMOVE)
    sentence = error_text(caught.value, language)
    assert all(word in sentence for word in said)
    assert "show-unmasked" not in sentence


def test_several_roles_that_may_are_named_one_by_one():
    with pytest.raises(CompareKitError) as caught:
        require(Actor("王", TECHNICIAN), Act.SIGN)
    assert "执法人员、管理员" in error_text(caught.value, "zh")
    assert OFFICIAL not in error_text(caught.value, "zh")
