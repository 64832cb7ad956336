import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.figures.lettering import balanced, text_width, unbroken, unwidowed, wrapped

SENTENCE = (
    "蓝色的范围一天天收窄，每天看都算数：照这样测 100 次，约 95 次以上从头到尾都包含真实的差别（±2 % 以内）。"
)
ENGLISH = (
    "The verdict rests on the thick blue line on the last day: wholly inside the green band, within ±2 %."
)
WORDS = st.text(st.sampled_from("旧表走了，。：（）“” 0123456789.%±− abcdeWm³"), max_size=80)


@given(WORDS, st.floats(60, 400))
def test_lines_joined_are_the_words_again(words: str, room: float) -> None:
    assert "".join(wrapped(words, room, 14)) == unbroken(words)


@given(WORDS, st.floats(60, 400))
def test_no_line_is_wider_than_its_room(words: str, room: float) -> None:
    assert all(text_width(line.rstrip(), 14) <= room for line in wrapped(words, room, 14))


@pytest.mark.parametrize("room", range(80, 400, 7))
def test_a_line_never_starts_with_a_closing_mark_nor_ends_with_an_opening_one(room: int) -> None:
    lines = wrapped(SENTENCE, room, 14)
    assert not any(line[0] in "，。：、）”%" for line in lines)
    assert not any(line.rstrip()[-1] in "（“" for line in lines)


@pytest.mark.parametrize("room", range(80, 400, 7))
def test_a_number_stays_with_its_unit(room: int) -> None:
    whole = [part for line in wrapped(SENTENCE, room, 14) for part in (line,)]
    assert any("100\N{NO-BREAK SPACE}次" in line for line in whole)
    assert any("±2\N{NO-BREAK SPACE}%" in line for line in wrapped(ENGLISH, room, 14))


def test_latin_breaks_between_words_only() -> None:
    assert [line.strip() for line in wrapped("one two three four", 70, 14)] == ["one two", "three", "four"]


def test_a_word_wider_than_the_room_is_broken_where_it_must() -> None:
    assert len(wrapped("a" * 40, 100, 14)) > 1


def test_widths_are_not_smaller_than_those_of_dejavu_sans() -> None:
    # Advances of DejaVu Sans 2.37, 1/2048 em: digit 1303, m 1995, i 569, A 1401, % 1946, space 651.
    for letter, advance in {"0": 1303, "m": 1995, "i": 569, "A": 1401, "%": 1946, " ": 651}.items():
        assert text_width(letter, 2048) >= 0.98 * advance, letter
    assert text_width("表", 14) == 14


def test_a_title_is_balanced_over_as_many_lines() -> None:
    lines = balanced(ENGLISH, 500, 21)
    widths = [text_width(line, 21) for line in lines]
    assert len(lines) == len(wrapped(ENGLISH, 500, 21))
    assert min(widths) > 0.6 * max(widths)


def test_a_sentence_does_not_end_with_a_lost_character() -> None:
    words = "判定还留了保护带，所以靠近边缘的点只作有条件的判定。"
    room = text_width(words, 14) - 15
    assert len(wrapped(words, room, 14)[-1]) <= 3
    assert len(unwidowed(words, room, 14)[-1]) > 3
    assert "".join(unwidowed(words, room, 14)) == words
