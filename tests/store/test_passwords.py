import statistics
import time

import pytest
from argon2 import Parameters, Type
from hypothesis import given
from hypothesis import strategies as st

from comparekit.errors import CompareKitError
from comparekit.store.passwords import (
    LONGEST,
    PARAMETERS,
    SHORTEST,
    is_outdated,
    is_password,
    password_hash,
    require_good_password,
)


def parameters(passes: int, kibibytes: int) -> Parameters:
    return Parameters(
        type=Type.ID,
        version=19,
        salt_len=16,
        hash_len=32,
        time_cost=passes,
        memory_cost=kibibytes,
        parallelism=1,
    )


CHEAP = parameters(1, 8)
GOOD = "correct horse battery"

# The reference implementation of argon2 (P-H-C/phc-winner-argon2, src/test.c): argon2id, version 19,
# 2 passes, 256 KiB, one lane, password "password", salt "somesalt".
REFERENCE = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"


def test_a_hash_of_the_reference_implementation_is_understood():
    assert is_password(REFERENCE, "password", CHEAP)
    assert not is_password(REFERENCE, "Password", CHEAP)


def test_hashes_are_made_as_rfc_9106_recommends_where_memory_is_short():
    """RFC 9106 section 4, second option: argon2id, t=3, p=4, m=2^16 KiB, 128-bit salt, 256-bit tag."""
    kept = password_hash(GOOD)
    _, kind, version, costs, salt, ending = kept.split("$")
    assert (kind, version, costs) == ("argon2id", "v=19", "m=65536,t=3,p=4")
    assert (len(salt), len(ending)) == (22, 43)  # base64 of 16 and 32 bytes without padding
    assert is_password(kept, GOOD)
    assert not is_password(kept, GOOD + " ")
    assert not is_outdated(kept)


def test_the_same_password_never_has_the_same_hash_twice():
    assert password_hash(GOOD, CHEAP) != password_hash(GOOD, CHEAP)


@given(st.text(), st.text())
def test_a_password_is_told_from_every_other(one, other):
    import unicodedata

    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert is_password(password_hash(one, CHEAP), other, CHEAP) == same


def test_an_accent_typed_in_two_strokes_is_the_same_password():
    """RFC 8265 section 4.2 (OpaqueString): normalisation form C."""
    assert is_password(password_hash("caf\u00e9 au lait noir", CHEAP), "cafe\u0301 au lait noir", CHEAP)


def test_a_hash_made_with_other_parameters_is_outdated_and_still_good():
    kept = password_hash(GOOD, CHEAP)
    assert not is_outdated(kept, CHEAP)
    assert is_outdated(kept, PARAMETERS)
    assert is_password(kept, GOOD, PARAMETERS)


@pytest.mark.parametrize("kept", [None, "", "plain text", "$argon2id$v=19$m=8,t=1,p=1$", REFERENCE[:-9]])
def test_nobody_signs_in_where_there_is_no_hash(kept):
    for password in ("", GOOD, "plain text"):
        assert not is_password(kept, password, CHEAP)


def test_an_unknown_name_takes_as_long_as_a_wrong_password():
    """Null: an answer without hashing would take less than a thousandth. Processor time, not the clock's."""
    costs = parameters(2, 16384)
    kept = password_hash(GOOD, costs)

    def spent(stored):
        begin = time.process_time()
        assert not is_password(stored, "wrong horse battery", costs)
        return time.process_time() - begin

    pairs = [(spent(None), spent(kept)) for _ in range(9)]
    unknown, known = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert 0.5 < unknown / known < 2


@pytest.mark.parametrize(
    "password", [GOOD, "今天下雨我去菜市场买了两斤白菜", "xK9#mQ2$vL5!", "a" + "bdfhjlnprtv" * 18]
)
def test_these_are_good_enough(password):
    require_good_password(password, "张伟")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "too_short"),
        ("xK9#mQ2$vL5", "too_short"),
        ("xK9#mQ2$vLe\u0301", "too_short"),  # an accent is no character of its own
        ("今天下雨我去菜市场买菜"[:11], "too_short"),
        ("correct horse " * 15, "too_long"),
        ("aaaaaaaaaaaaaaaa", "too_plain"),
        ("123456789012", "too_plain"),
        ("987654321098", "too_plain"),
        ("abcabcabcabcabc", "too_plain"),
        ("Password1234", "too_plain"),
        ("administrator!", "too_plain"),
        ("qwertyuiop12", "too_plain"),
        ("comparekit2025", "too_plain"),
        ("Wang Xiaoming", "too_plain"),
        ("wang xiaoming wang xiaoming 1", "too_plain"),
    ],
)
def test_these_are_not(password, code):
    with pytest.raises(CompareKitError) as caught:
        require_good_password(password, "Wang Xiaoming")
    assert caught.value.code == f"password.{code}"


@given(st.text(min_size=1, max_size=4), st.integers(1, 60))
def test_a_few_characters_said_again_and_again_are_never_good(word, times):
    with pytest.raises(CompareKitError, match=r"password\."):
        require_good_password(word * times)


@given(st.text(max_size=SHORTEST - 1) | st.text(min_size=LONGEST * 3, max_size=LONGEST * 4))
def test_neither_short_nor_endless_ones_are_taken(password):
    with pytest.raises(CompareKitError, match=r"password\."):
        require_good_password(password)


def test_a_refusal_never_repeats_the_password():
    with pytest.raises(CompareKitError) as caught:
        require_good_password("Password1234")
    assert "1234" not in str(caught.value)
