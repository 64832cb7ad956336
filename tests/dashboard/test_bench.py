"""The bench and its board: what stands in an address is what is shown."""

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.bench.open_day import ALLOWED, OpenDayChoice
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.services.open_day import open_day
from dashboard.app import create_app
from dashboard.components.bench_address import USUAL, choice_of, search_of
from dashboard.components.bench_choices import DAYS
from dashboard.pages import bench
from dashboard.settings import DashboardServices, Settings

SERVICES = DashboardServices(open_day=open_day)


def told(component):
    return json.dumps(component.to_plotly_json(), ensure_ascii=False, default=lambda c: c.to_plotly_json())


def buttons(component, found=None):
    found = [] if found is None else found
    for child in component._traverse():
        if type(child).__name__ == "Button" and hasattr(child, "data-name"):
            found.append((getattr(child, "data-name"), getattr(child, "data-value")))
    return found


choices = st.builds(OpenDayChoice, **{name: st.sampled_from(list(ALLOWED[name])) for name in ALLOWED})


@given(choices)
def test_an_address_gives_back_the_choice_it_was_made_from(choice):
    assert choice_of(search_of(choice)) == (choice, ())


def test_the_address_of_the_issue_is_read():
    choice, unread = choice_of("?old=fast&new=good&home=family&step=0.001&days=7&seed=7")
    assert (choice, unread) == (OpenDayChoice(old="fast", seed=7), ())


@given(st.text(max_size=60))
def test_no_address_is_too_odd_to_be_answered(search):
    choice, _ = choice_of("?" + search)
    assert isinstance(choice, OpenDayChoice)


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("old=broken", "old"),
        ("days=31", "days"),
        ("days=seven", "days"),
        ("step=nan", "step"),
        ("seed=-1", "seed"),
        ("seed=1e3", "seed"),
        ("home=", "home"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_kept(part, name):
    choice, unread = choice_of(f"?new=worn&{part}")
    assert unread == (name,)
    assert choice.new == "worn"
    assert getattr(choice, name) == getattr(USUAL, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_its_button_and_its_words(language):
    page = bench.view(language)
    offered = {(name, value) for name, value in buttons(page) if value}
    wanted = {("days", str(n)) for n in DAYS} | {("step", "1"), ("step", "0.1"), ("step", "0.001")}
    for name in ("old", "new", "home"):
        wanted |= set(product([name], ALLOWED[name]))
    assert offered == wanted
    for name in ALLOWED["old"]:
        assert text(language, f"bench_page.meter.{name}") in told(page)


@pytest.mark.parametrize(("narrow", "width"), [(True, 360.0), (False, 900.0)])
def test_the_answer_carries_the_run_in_the_language_of_the_page_and_the_width_of_the_screen(narrow, width):
    shown = bench.answer(["?old=worn&seed=3", narrow], SERVICES, "en")
    choice = OpenDayChoice(old="worn", seed=3)
    assert shown == open_day(choice, "en", width=width) | {"search": search_of(choice), "faulty": False}
    assert bench.answer(["?old=broken", narrow], SERVICES, "zh")["faulty"] is True


@pytest.mark.parametrize("path", ["/zh/bench", "/en/bench", "/zh/bench/board"])
def test_without_the_service_there_is_no_bench(path):
    for services, status in ((SERVICES, 200), (DashboardServices(), 404)):
        assert create_app(Settings(), services).server.test_client().get(path).status_code == status


def test_the_server_plays_a_run_when_asked():
    client = create_app(Settings(), SERVICES).server.test_client()
    asked = {
        "output": "bench-run.data",
        "outputs": {"id": "bench-run", "property": "data"},
        "inputs": [{"id": "bench-ask", "property": "data", "value": ["?old=fast&seed=7", True]}],
        "state": [{"id": "url", "property": "pathname", "value": "/en/bench"}],
        "changedPropIds": ["bench-ask.data"],
    }
    answer = client.post("/_dash-update-component", json=asked).get_json()["response"]["bench-run"]["data"]
    assert answer["choice"]["old"] == "fast"
    assert answer["days"][0]["cells"][0] == text("en", "bench_page.table.day_number", day=1)
