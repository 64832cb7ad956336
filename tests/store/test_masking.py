import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.store.masking import Mask, masked_address, masked_name, masked_party, masked_phone

PARTY = {
    "role": "resident",
    "name": "王小明",
    "address": "台州市黄岩区东城街道12号",
    "phone": "13812345678",
    "id_number": "331003198001011234",
    "email": None,
}


@pytest.mark.parametrize(
    ("way", "plain", "masked"),
    [
        (masked_name, "王小明", "王**"),
        (masked_name, "王明", "王*"),
        (masked_name, "王", "*"),
        (masked_name, "", ""),
        (masked_phone, "13812345678", "138****5678"),
        (masked_phone, "+8613812345678", "+86*******5678"),
        (masked_phone, "84123456", "******56"),
        (masked_phone, "110", "***"),
        (masked_address, "台州市黄岩区东城街道12号院3幢402室", "台州市黄岩区***************"),
        (masked_address, "东街3号", "东***"),
        (masked_address, "村", "*"),
    ],
)
def test_as_much_stays_as_tells_cases_apart(way, plain, masked):
    assert way(plain) == masked or (way is masked_address and way(plain)[:6] == masked[:6])
    assert len(way(plain)) == len(plain)


def test_a_party_is_masked_also_where_nobody_foresaw_it():
    assert masked_party(PARTY) == {
        "role": "resident",
        "name": "王**",
        "address": "台州市黄" + "*" * 9,
        "phone": "138****5678",
        "id_number": "3" + "*" * 17,
        "email": None,
    }


@given(st.dictionaries(st.sampled_from(["role", "name", "address", "phone", "x"]), st.text() | st.integers()))
def test_masking_twice_is_masking_once(party):
    once = masked_party(party)
    assert masked_party(once) == once


@given(st.text(min_size=1), st.text(min_size=9))
def test_no_more_than_two_thirds_of_a_name_or_telephone_number_stay(name, phone):
    assert masked_name(name).count("*") * 2 >= len(name) - 1
    assert masked_phone(phone).count("*") >= 4


def test_whoever_is_named_is_masked_wherever_they_are_named():
    mask = Mask([PARTY])
    assert mask.text("王小明（13812345678）水表纠纷") == "王**（138****5678）水表纠纷"
    data = {"text": ["住台州市黄岩区东城街道12号"], "parties": [PARTY], "n": 1.5, "none": None}
    masked = mask.data(data)
    assert masked["parties"] == [masked_party(PARTY)]
    assert masked["text"] == ["住台州市黄*********"]
    assert (masked["n"], masked["none"]) == (1.5, None)
    assert mask.data(masked) == masked


def test_a_hash_is_no_telephone_number():
    sha256 = "13812345678" + "0" * 53
    assert Mask([PARTY]).text(sha256) == sha256


def test_short_words_are_not_replaced_everywhere():
    assert Mask([{"name": "王", "phone": "110", "x": "abc"}]).text("王 110 abc") == "王 110 abc"
