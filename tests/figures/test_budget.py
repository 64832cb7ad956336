from dataclasses import replace

import numpy as np
import pytest

from comparekit.figures.budget import budget_figure, source_name
from comparekit.figures.data import ROW_DROP, Role
from comparekit.i18n.catalog import LANGUAGES
from comparekit.studies.series_result import BudgetRow, SeriesResult
from figures.series_cases import fast, identical, unusable


def with_rows(*rows: tuple[str, float, float | None, str]) -> SeriesResult:
    return replace(
        fast(),
        budget=tuple(
            BudgetRow(source=s, value=0.0, standard_uncertainty=u, share=share, quantity=q)
            for s, u, share, q in rows
        ),
    )


def test_every_row_of_the_budget_is_a_bar_with_its_uncertainty() -> None:
    result = fast()
    figure = budget_figure(result, "en")
    assert figure is not None
    drawn = sorted(p.y for s in figure.series for p in s.points if p.y is not None)
    assert drawn == sorted(row.standard_uncertainty for row in result.budget)
    assert figure.lying
    assert [t.value for t in figure.x.ticks] == list(range(1, len(result.budget) + 1))


def test_solid_bars_are_those_whose_squares_add_up_to_the_whole() -> None:
    result = identical()
    figure = budget_figure(result, "zh")
    assert figure is not None
    counted = figure.series_of(Role.SOURCE)
    assert counted is not None
    u = np.array([p.y for p in counted.points])
    shares = [row.share for row in result.budget if row.quantity == "deviation"]
    assert u**2 / (u**2).sum() == pytest.approx(np.array(shares))  # GUM 5.1.2


def test_the_title_names_the_source_that_matters_and_its_share() -> None:
    figure = budget_figure(
        with_rows(
            ("day-to-day unsteadiness", 0.004, 0.64, "deviation"),
            ("resolution of test register", 0.003, 0.36, "deviation"),
        ),
        "zh",
    )
    assert figure is not None
    assert figure.title == "差别的不确定度主要来自各天之间的波动（占 64 %）"
    several = budget_figure(
        with_rows(
            ("day-to-day unsteadiness", 0.004, 0.4, "deviation"),
            ("resolution of test register", 0.003, 0.3, "deviation"),
        ),
        "en",
    )
    assert several is not None
    assert "several sources" in several.title


def test_what_does_not_count_is_hollow_and_cut_before_it_hides_the_rest() -> None:
    figure = budget_figure(
        with_rows(
            ("day-to-day unsteadiness", 0.0001, 1.0, "deviation"), ("installation", 0.03, None, "test error")
        ),
        "en",
    )
    assert figure is not None
    aside = figure.series_of(Role.ASIDE)
    assert aside is not None
    (point,) = aside.points
    assert point.leaves(figure.y)
    assert (point.label, point.x) == ("3 %", 2 + ROW_DROP)
    assert figure.y.high < 0.001
    assert any("triangle" in note for note in figure.notes)


def test_a_row_aside_of_like_size_is_drawn_whole_and_nothing_said_of_triangles() -> None:
    figure = budget_figure(
        with_rows(
            ("day-to-day unsteadiness", 0.001, 1.0, "deviation"), ("installation", 0.003, None, "test error")
        ),
        "en",
    )
    assert figure is not None
    assert not any(p.leaves(figure.y) for s in figure.series for p in s.points)
    assert not any("triangle" in note for note in figure.notes)


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.001, "under 1 %"), (0.62, "62 %"), (0.9991, "over 99 %"), (1.0, "100 %"), (0.0, "0 %")],
)
def test_shares_are_whole_percent_and_never_a_false_nothing_or_all(share: float, words: str) -> None:
    figure = budget_figure(with_rows(("day-to-day unsteadiness", 0.00234, share, "deviation")), "en")
    assert figure is not None
    assert figure.series[0].points[0].label == f"0.2 % ({words})"


def test_the_table_says_what_the_bars_say() -> None:
    figure = budget_figure(identical(), "en")
    assert figure is not None
    labels = {p.label for s in figure.series for p in s.points}
    for _, u, share in figure.table.rows:
        assert any(label.startswith(u) and (share == "—" or share.lstrip("<>") in label) for label in labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_without_words_of_its_own_is_shown_as_it_is(language: str) -> None:
    assert source_name("something new", language) == "something new"
    assert source_name("installation", language) == {"zh": "现场安装", "en": "installation on site"}[language]


def test_without_a_ratio_there_is_no_budget_and_no_figure() -> None:
    assert budget_figure(unusable(), "zh") is None


def test_an_uncertainty_of_nothing_is_nothing() -> None:
    figure = budget_figure(with_rows(("day-to-day unsteadiness", 0.0, 1.0, "deviation")), "en")
    assert figure is not None
    assert figure.table.rows[0][1] == "0 %"
