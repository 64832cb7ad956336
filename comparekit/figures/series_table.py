"""The difference figure as a table."""

from __future__ import annotations

from comparekit.figures.data import FigureTable, Role, Series
from comparekit.figures.difference_words import difference_words
from comparekit.studies.series_result import SeriesResult

_COLUMNS = {
    Role.DAY: "each_day",
    Role.RUNNING: "so_far",
    Role.WATCHED: "watched",
    Role.FIXED: "fixed",
}


def difference_table(
    result: SeriesResult, series: tuple[Series, ...], days: tuple[str, ...], language: str
) -> FigureTable:
    """One row a day, one column a series; a dash where a series says nothing about a day."""
    words = difference_words(result, language)

    def say(key: str) -> str:
        return words(f"table.{key}", planned=result.protocol.plan.blocks)

    values = [{int(p.x): p.value for p in s.points if p.value} for s in series]
    return FigureTable(
        caption=say("caption"),
        columns=(say("day"), *(say(_COLUMNS[s.role]) for s in series)),
        rows=tuple(
            (day, *(column.get(k, say("none")) for column in values)) for k, day in enumerate(days, start=1)
        ),
    )
