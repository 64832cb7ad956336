"""Meeting mode as a document: six steps, everything in it, for stories and for any other result."""

import json
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

import dashboard
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.reporting.document import Named
from comparekit.services.stories import run_story, story_names
from comparekit.wording.verdict import headline, next_step, screening_note
from crossing import crossing
from dashboard.components.revealed import stops
from dashboard.pages.present import page, present_page, view
from dashboard.place import Place, place_of
from dashboard.settings import DashboardServices
from figures.series_cases import CASES, coarse, fast, identical

SERVICES = DashboardServices(story_names=story_names, story=run_story)
STEPS = ("complaint", "meters", "days", "difference", "bill", "verdict")
CASE = Place("zh", ("case", "2026-000001", "present"))


def shown(component):
    told = json.dumps(component.to_plotly_json(), default=lambda c: c.to_plotly_json(), ensure_ascii=False)
    return told.replace("\N{NO-BREAK SPACE}", " ")


def pictures(value):
    """Addresses of all pictures."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from [item] if key in ("src", "srcSet") else pictures(item)
    elif isinstance(value, list):
        for item in value:
            yield from pictures(item)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", crossing(story_names()))
def test_every_story_can_be_shown_in_a_meeting(name, language):
    found = page(place_of(f"/{language}/story/{name}/present", "zh"), SERVICES)
    result, told = run_story(name), shown(found.body())
    for step in STEPS:
        assert f"slide slide-{step}" in told
    for sentence in (headline(result, language), next_step(result, language), screening_note(language)):
        assert json.dumps(sentence, ensure_ascii=False)[1:-1].replace("\N{NO-BREAK SPACE}", " ") in told


@pytest.mark.parametrize("case", CASES)
def test_any_result_can_be_shown(case):
    result = CASES[case]()
    told = shown(view(result, CASE))
    assert text("zh", "present.bill.nothing") in told
    assert told.count("slide-name") == len(STEPS)


def test_nothing_was_entered_is_said_and_what_was_entered_is_shown():
    told = shown(view(identical(), CASE))
    assert text("zh", "present.complaint.nothing") in told
    entered = (Named(name="4 月账单", value="170 元"),)
    told = shown(present_page(identical, CASE, complaint=entered, bills=entered).body())
    assert text("zh", "present.complaint.nothing") not in told
    assert text("zh", "present.bill.nothing") not in told
    assert told.count("170 元") == 2


def test_the_bill_is_told_by_the_interval_that_decides():
    low, high = fast().deciding_interval.low, fast().deciding_interval.high
    told = shown(view(fast(), CASE))
    said = text(
        "zh",
        "present.bill.can_range",
        unit="吨",
        low=f"{100 + 100 * low:.1f}",
        high=f"{100 + 100 * high:.1f}",
    )
    assert said in told
    assert 104 < 100 + 100 * low < 105 < 100 + 100 * high < 106
    assert text("zh", "present.bill.can_unknown") in shown(view(CASES["one_day"](), CASE))


def test_leaving_leads_to_what_was_presented():
    told = shown(view(coarse(), CASE))
    assert '"href": "/zh/case/2026-000001", ' in told or '"href": "/zh/case/2026-000001"}' in told
    assert "/en/case/2026-000001/present" in told


def test_every_picture_lies_in_the_page_and_a_later_day_is_not_on_an_earlier_one():
    body = json.loads(
        json.dumps(view(identical(), CASE).to_plotly_json(), default=lambda c: c.to_plotly_json())
    )
    drawn = [p for p in pictures(body) if not p.startswith("/assets/")]
    assert len(drawn) == 2 * 2 * 7
    sheets = [ElementTree.fromstring(unquote(p.removeprefix("data:image/svg+xml,"))) for p in drawn]
    bars = [sum(e.get("class") == "bar" for e in s.iter() if e.get("class")) for s in sheets]
    assert bars[:14:2] == [2 * k for k in range(1, 8)]
    boxes = [s.get("viewBox") for s in sheets]
    for kind in (boxes[0:14:2], boxes[1:14:2], boxes[14::2], boxes[15::2]):
        assert len(set(kind)) == 1  # nothing jumps


def test_a_month_is_shown_in_strides_that_end_with_its_last_day():
    assert stops(7) == tuple(range(1, 8))
    assert len(stops(30)) <= 7
    assert stops(30)[-1] == 30


@pytest.mark.parametrize(
    "path", ["/zh/story/none/present", "/zh/story/rollover/x", "/zh/present", "/zh/story/present"]
)
def test_what_is_not_there_is_not_found(path):
    assert page(place_of(path, "zh"), SERVICES) is None


def test_on_paper_there_is_no_control():
    style = (Path(dashboard.__file__).parent / "assets" / "present.css").read_text("utf-8")
    printed = style[style.index("@media print") :]
    assert ".deck { display: none; }" in printed


def test_over_the_bars_the_unit_is_said():
    assert text("zh", "present.days.over", unit="升") in shown(view(fast(), CASE))
