"""The difference figure as a table."""

from __future__ import annotations

from comparekit.figures.data import FigureTable, Role, Series
from comparekit.i18n.catalog import text

_COLUMNS = {
    Role.DAY: "each_day",
    Role.RUNNING: "so_far",
    Role.WATCHED: "watched",
    Role.FIXED: "fixed",
}


def difference_table(
    series: tuple[Series, ...], days: tuple[str, ...], planned: int, language: str
) -> FigureTable:
    """One row a day, one column a series; a dash where a series says nothing about a day."""

    def say(key: str) -> str:
        return text(language, f"figures.difference.table.{key}", planned=planned)

    values = [{int(p.x): p.value for p in s.points if p.value} for s in series]
    return FigureTable(
        caption=say("caption"),
        columns=(say("day"), *(say(_COLUMNS[s.role]) for s in series)),
        rows=tuple(
            (day, *(column.get(k, say("none")) for column in values)) for k, day in enumerate(days, start=1)
        ),
    )
