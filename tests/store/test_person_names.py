import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.errors import CompareKitError
from comparekit.store.person_names import is_usable, name_key, person_name, tidied


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张伟", "张伟"),
        ("  张伟 ", "张伟"),
        ("欧阳  娜娜", "欧阳 娜娜"),
        ("Ｗａｎｇ\u3000Ｌｉ", "Wang Li"),
        ("O’Brien", "O’Brien"),
        ("Jose\u0301", "José"),
        ("wang.li@water-3", "wang.li@water-3"),
        ("王" * 80, "王" * 80),
        ("𠮷田", "𠮷田"),
    ],
)
def test_these_names_are_taken(typed, kept):
    assert person_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "。",
        "王" * 81,
        "张\n伟",
        "张\t伟",
        "张\0伟",
        "张\u200b伟",  # zero width space
        "\u202e张伟",  # right-to-left override
        "张\u2028伟",  # line separator
        "张\ud800伟",  # half a surrogate pair, as a broken argument of the command line gives
        "张\ue000伟",  # private use
    ],
)
def test_these_are_not(typed):
    with pytest.raises(CompareKitError) as caught:
        person_name(typed)
    assert caught.value.code == "people.name"
    assert str(caught.value.context["found"]).isprintable()


@pytest.mark.parametrize("typed", ["local", "LOCAL", "Ｌｏｃａｌ", "CompareKit"])
def test_nobody_takes_the_name_the_program_signs_with(typed):
    with pytest.raises(CompareKitError) as caught:
        person_name(typed)
    assert caught.value.code == "people.reserved"


@given(st.text())
def test_a_name_kept_is_visible_on_one_line_and_spelt_in_one_way(typed):
    try:
        name = person_name(typed)
    except CompareKitError:
        return  # refused: the tests above say which
    assert 1 <= len(name) <= 80
    assert name == name.strip()
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in name)
    assert person_name(name) == name


@given(st.text())
def test_tidying_once_is_enough(typed):
    assert tidied(tidied(typed)) == tidied(typed)


@given(st.text(st.characters(whitelist_categories=("Lo",)), min_size=1, max_size=40))
def test_letters_of_any_script_make_a_name(typed):
    assert is_usable(tidied(typed)) or len(tidied(typed)) > 80


def test_names_that_differ_in_capitals_only_have_one_key():
    assert name_key("Wang") == name_key("WANG") == name_key("wang")
    assert name_key("张伟") != name_key("张玮")
