"""The budget figure: where the uncertainty of the difference comes from."""

from __future__ import annotations

from comparekit.figures.data import ROW_DROP, Axis, FigureData, FigureTable, Line, Point, Role, Series, Tick
from comparekit.figures.scale import percent_ticks
from comparekit.i18n.catalog import has_text, speaker, text
from comparekit.studies.series_result import BudgetRow, SeriesResult
from comparekit.wording.numbers import percent

_COUNTED = "deviation"
_HALF = 0.5
_TALLEST = 4.0  # times the largest bar that counts: what stands aside and is longer is cut at the frame
_HEAD = 1.06


def budget_figure(result: SeriesResult, language: str) -> FigureData | None:
    """Sources of uncertainty as lying bars of their standard uncertainties [1], with their shares.

    Rows that make up the uncertainty of the difference are solid; what bears on something else (the
    bounds of these days, the test meter alone) is hollow and may be cut at the frame, so that the bars
    that count stay readable.

    Parameters
    ----------
    result : SeriesResult
        One comparison.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData or None
        None where there is no budget.
    """
    if not result.budget:
        return None
    say = speaker(language, "figures.budget")
    rows = sorted(result.budget, key=lambda row: row.quantity != _COUNTED)
    counted = max((r.standard_uncertainty for r in rows if r.quantity == _COUNTED), default=0.0)
    others = [r.standard_uncertainty for r in rows if r.quantity != _COUNTED]
    high = _HEAD * max([counted, *(u for u in others if u <= _TALLEST * counted or not counted)])
    high = high if high > 0 else 0.01
    names = [_capital(source_name(row.source, language)) for row in rows]
    y = Axis(title=say("y"), low=0.0, high=high, ticks=percent_ticks(0.0, high, 4, signed=False))
    series = tuple(
        Series(
            role=role,
            name=say(f"name.{role}"),
            points=tuple(
                _point(k, row, name, language)
                for k, (row, name) in enumerate(zip(rows, names, strict=True), start=1)
                if (row.quantity == _COUNTED) is (role is Role.SOURCE)
            ),
        )
        for role in (Role.SOURCE, Role.ASIDE)
    )
    cut = any(point.leaves(y) for one in series for point in one.points)
    keys = ["shares", *dict.fromkeys(row.quantity for row in rows if row.quantity != _COUNTED)]
    notes = [say(f"note.{key}") for key in keys if has_text(language, f"figures.budget.note.{key}")]
    return FigureData(
        title=_title(rows, language),
        description=say("description"),
        x=Axis(
            title="",
            low=0.5,
            high=len(rows) + 0.5,
            ticks=tuple(Tick(value=float(k), text=name) for k, name in enumerate(names, start=1)),
        ),
        y=y,
        series=series,
        bands=(),
        lines=(Line(y=0.0, label=say("zero")),),
        table=FigureTable(
            caption=say("caption"),
            columns=tuple(say(f"{c}_column") for c in ("source", "uncertainty", "share")),
            rows=tuple(
                (name, _uncertainty(row, language), say("none") if row.share is None else _share(row.share))
                for row, name in zip(rows, names, strict=True)
            ),
        ),
        notes=(*notes, *([say("note.cut")] if cut else [])),
        lying=True,
    )


def source_name(source: str, language: str) -> str:
    """A source in a few words; one that has none of its own, in those of the text report."""
    for section in ("figures.budget", "report"):
        if has_text(language, f"{section}.source.{source}"):
            return text(language, f"{section}.source.{source}")
    return source


def _title(rows: list[BudgetRow], language: str) -> str:
    largest = max(rows, key=lambda row: row.share or 0.0)
    share = largest.share or 0.0
    key = "most" if share >= _HALF else "several"
    return text(
        language, f"figures.budget.title.{key}",
        source=source_name(largest.source, language), share=_share_words(share, language),
    )  # fmt: skip


def _point(k: int, row: BudgetRow, name: str, language: str) -> Point:
    value = _uncertainty(row, language)
    label = value
    if row.share is not None:
        label = text(language, "figures.budget.label", value=value, share=_share_words(row.share, language))
    words = text(language, "figures.budget.point", name=name, label=label)
    return Point(x=k + ROW_DROP, y=row.standard_uncertainty, span=None, value=value, text=words, label=label)


def _uncertainty(row: BudgetRow, language: str) -> str:
    if row.standard_uncertainty == 0:
        return "0 %"
    return percent(row.standard_uncertainty, row.standard_uncertainty, language, signed=False)


def _share_words(share: float, language: str) -> str:
    """A share in whole percent, in words; what is almost nothing or almost all is said so."""
    bare = _share(share)
    key = {"<": "under", ">": "over"}.get(bare[0], "of")
    return text(language, f"figures.budget.share.{key}", share=bare.lstrip("<>"))


def _share(share: float) -> str:
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
