"""The plan on a page: the question stands in the address, every fault is told at once."""

import json
from dataclasses import replace

import pytest

from comparekit.i18n.catalog import text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.plan import TYPICAL, plan_series
from comparekit.wording import plan as words
from dashboard.components.plan_form import FIELDS, Question, question_of
from dashboard.pages import plan
from dashboard.place import place_of
from dashboard.settings import DashboardServices
from figures.series_cases import fast

SERVICES = DashboardServices(plan=plan_series, protocols=list_protocols)
PROTOCOLS = plan.planned_protocols(SERVICES)


def shown(components):
    return json.dumps(components, default=lambda c: c.to_plotly_json(), ensure_ascii=False)


def test_an_empty_address_asks_for_a_typical_house():
    for utility, (step, use) in TYPICAL.items():
        question = question_of(f"?protocol={utility}-series-7d", PROTOCOLS)
        assert question.numbers() == {
            "test_step": step, "reference_step": step, "daily_use": use, "deviation": 0.0, "power": 0.8,
        }  # fmt: skip
    assert question_of("", PROTOCOLS).protocol == "water-series-7d"


def test_a_question_written_into_an_address_is_read_back():
    question = Question("gas-series-7d", ("0.01", "0.001", "0.7", "−5", "90 %"))
    assert question_of(question.search, PROTOCOLS) == question
    assert question.numbers()["deviation"] == -0.05
    assert question.numbers()["power"] == 0.9


def test_the_new_meter_is_read_like_the_old_one_unless_said():
    assert question_of("?test_step=0.1", PROTOCOLS).numbers()["reference_step"] == 0.1


def test_the_answer_is_that_of_the_command():
    question = question_of("?test_step=0.1&daily_use=0.3", PROTOCOLS)
    protocol = next(p for p in PROTOCOLS if p.id == "water-series-7d")
    expected = plan_series(test_step=0.1, reference_step=0.1, daily_use=0.3, protocol=protocol)
    answered = replace(SERVICES, plan=lambda **_: expected)
    for language, services in (("zh", SERVICES), ("en", answered)):
        page = shown(plan.answer(question, services, language)).replace("\N{NO-BREAK SPACE}", " ")
        assert words.headline(expected, language) in page
        assert words.best_line(expected, language) in page
        for measure in expected.measures:
            assert words.measure_name(measure, expected, language) in page
        assert page.count("plan-way-best") == 1


def test_every_fault_is_told_at_once_and_nothing_is_simulated():
    question = Question("x", ("0", "abc", "", "60", "20"))
    services = DashboardServices(plan=lambda **_: pytest.fail("simulated"), protocols=list_protocols)
    page = shown(plan.answer(question, services, "zh"))
    assert text("zh", "plan_page.faults", count=6) in page
    for name in FIELDS:
        assert text("zh", f"plan_page.{name}") in page
    assert "“abc”" in page
    assert text("zh", "plan_page.empty") in page


def test_only_protocols_with_days_are_planned():
    assert {p.id for p in PROTOCOLS} == {p.id for p in list_protocols() if not p.plan.runs}
    assert PROTOCOLS


def test_the_page_exists_with_its_service_only():
    assert plan.page(place_of("/zh/plan", "zh"), SERVICES) is not None
    assert plan.page(place_of("/zh/plan/x", "zh"), SERVICES) is None
    assert plan.page(place_of("/zh/plan", "zh"), DashboardServices(result=fast)) is None
