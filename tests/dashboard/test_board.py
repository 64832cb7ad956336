"""The board: counts from the address, an exact bound, and what it does not mean."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.services.open_day import open_day
from dashboard.app import create_app
from dashboard.components.board_counts import EXAMPLE, UTILITIES, Count, counts_of, search_of, together
from dashboard.components.board_view import bound_text
from dashboard.pages import board
from dashboard.settings import DashboardServices, Settings


def told(search, language="zh"):
    page = board.view(search, language)
    words = json.dumps(page.to_plotly_json(), ensure_ascii=False, default=lambda c: c.to_plotly_json())
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_yancheng_sixty_seven_meters_all_conforming_leave_room_for_4_4_percent(language):
    """1 - 0.05 ** (1 / 67) = 4.37 %."""
    shown = told(EXAMPLE, language)
    assert text(language, "board.headline.good", tested=67, found=0) in shown
    assert text(language, "board.bound.sentence", bound="4.4 %") in shown
    assert text(language, "board.meaning.does_not") in shown
    for bound in ("12.2 %", "19.3 %", "9.5 %"):  # 1 - 0.05 ** (1 / n) for 23, 14 and 30
        assert bound in shown


def test_the_example_is_named_and_never_taken_for_today():
    """Null: its counts alone, or its name with other counts, are a day's own results."""
    shown = told(EXAMPLE)
    assert text("zh", "board.heading.example").replace("\N{NO-BREAK SPACE}", " ") in shown
    assert text("zh", "board.example.note") in shown
    assert text("zh", "board.heading.today") not in shown
    for search in ("", EXAMPLE.partition("&example")[0], EXAMPLE.replace("23,0", "22,0")):
        assert text("zh", "board.heading.today") in told(search)
        assert text("zh", "board.example.note") not in told(search)


@pytest.mark.parametrize(("search", "said"), [("?water=20,0", True), ("?water=20,1", False)])
def test_more_tests_are_promised_a_smaller_number_only_while_none_fails(search, said):
    assert (text("zh", "board.bound.more") in told(search)) is said


def test_one_bad_meter_is_said_and_raises_the_bound():
    """binom.test(1, 20, alternative = "less"), base R 4.2.2: 0.2161."""
    shown = told("?water=20,1")
    assert text("zh", "board.headline.bad", tested=20, found=1) in shown
    assert text("zh", "board.bound.sentence", bound="21.6 %") in shown


def test_few_meters_say_that_they_say_little():
    assert text("zh", "board.bound.few") in told("?gas=3,0")
    assert text("zh", "board.bound.few") not in told(EXAMPLE)


def test_an_empty_board_says_so_and_offers_the_form():
    shown = told("")
    assert text("zh", "board.headline.none") in shown
    assert '"open": true' in shown
    assert "4.4 %" not in shown


def test_all_that_is_wrong_is_told_at_once_and_no_bound_is_claimed():
    shown = told("?water=5,9&gas=two&electricity=14,0")
    assert (
        text("zh", "board.fault.more", utility=text("zh", "board.utility.water"), found=9, tested=5) in shown
    )
    assert text("zh", "board.fault.number", utility=text("zh", "board.utility.gas"), written="two") in shown
    assert "board-bound" not in shown


counts = st.dictionaries(
    st.sampled_from(UTILITIES),
    st.integers(1, 999_999).flatmap(lambda n: st.builds(Count, tested=st.just(n), found=st.integers(0, n))),
)


@given(counts)
def test_what_is_typed_comes_back_from_the_address(made):
    typed = {name: (str(count.tested), str(count.found)) for name, count in made.items()}
    assert counts_of(search_of(typed)) == (made, ())


@given(st.text(max_size=40))
def test_no_address_is_too_odd_to_be_answered(words):
    shown, faults = counts_of(f"?water={words}")
    assert together(shown).found <= together(shown).tested
    assert len(faults) <= 1


def test_a_field_left_empty_counts_as_none_bad():
    assert search_of({"water": ("23", ""), "gas": ("", "")}) == "?water=23,0"


def test_a_bound_is_shown_to_a_tenth_of_a_percent():
    assert bound_text(Count(tested=100, found=0), "en") == "3.0 %"
    assert bound_text(Count(tested=50, found=50), "en") == "100.0 %"


def test_the_form_changes_the_address_and_the_address_is_shown():
    client = create_app(Settings(), DashboardServices(open_day=open_day)).server.test_client()
    page = client.get("/zh/bench/board?water=23,0").get_data(as_text=True)
    assert f"<title>{text('zh', 'board.page.title')}</title>" in page
