"""The curve of a plan: drawn as it was planned."""

from comparekit.figures.data import Role
from comparekit.figures.plan import plan_figure
from comparekit.figures.svg_ import svg_figure
from comparekit.services.plan import plan_series
from comparekit.wording.plan import hundred

PLAN = plan_series(test_step=0.1, daily_use=0.3)


def test_the_curve_is_that_of_the_plan_and_daily_looks_begin_on_the_third_day():
    figure = plan_figure(PLAN, "zh")
    once, daily = figure.series_of(Role.RUNNING), figure.series_of(Role.DAY)
    assert [(p.x, p.y) for p in once.points] == [(p.days, p.fixed.settled) for p in PLAN.curve]
    assert [(p.x, p.y) for p in daily.points] == [
        (p.days, p.daily.settled) for p in PLAN.curve if p.days >= 3
    ]
    assert figure.lines[0].y == PLAN.power


def test_title_and_table_say_the_same_days():
    for language in ("zh", "en"):
        figure = plan_figure(PLAN, language)
        assert str(PLAN.fixed.days) in figure.title
        assert str(PLAN.daily.days) in figure.title
        row = next(r for r in figure.table.rows if r[0] == str(PLAN.fixed.days))
        point = next(p for p in PLAN.curve if p.days == PLAN.fixed.days)
        assert row[1] == hundred(point.fixed.settled)


def test_where_nothing_settles_it_the_title_says_so():
    never = plan_series(test_step=1.0, daily_use=0.1, horizon=30)
    assert never.fixed.days is None
    assert "30" in plan_figure(never, "en").title
    assert svg_figure(plan_figure(never, "en")).startswith("<svg")
