"""The daily figure: what each meter counted, day by day, side by side."""

from __future__ import annotations

from dataclasses import replace

from comparekit.figures.amounts import SmallUnit, read_decimals, small_unit
from comparekit.figures.data import Axis, FigureData, FigureTable, Label, Line, Point, Role, Series
from comparekit.figures.day_axis import block_names, day_axis
from comparekit.figures.lettering import text_width
from comparekit.figures.looks import step_of
from comparekit.figures.places import label_height
from comparekit.figures.scale import amount_ticks
from comparekit.figures.theme import SMALL_SIZE
from comparekit.i18n.catalog import speaker, text
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import unit_sign

_PHONE = 300.0  # px between the sides of the frame on a narrow phone
_APART = 3.0  # px between two labels
_LIFTED = 0.1  # of the height of the frame, as far as a label may stand over its own bars
_HEAD = 1.15  # of the largest volume: room for the words over its bars


def days_figure(result: SeriesResult, language: str) -> FigureData | None:
    """Volume of both meters in each block as bars side by side, their difference written over them.

    Where a phone has no room for the difference of every day, those of the largest are written; all
    stand in the table.

    Parameters
    ----------
    result : SeriesResult
        One comparison.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData or None
        None for the runs of a bench, which are no days. Else two series of bars from zero, in the unit of
        the result; a label is the difference, test minus reference, in litres or watt-hours where the
        registers are that fine.
    """
    if result.protocol.plan.runs:
        return None
    say = speaker(language, "figures.days")
    steps = (step_of(result.test, result.unit), step_of(result.reference, result.unit))
    small = small_unit(max(steps), result.unit, language)
    days = block_names(result, language)
    unit = unit_sign(result.unit, language)
    largest = max((max(b.test, b.reference) for b in result.blocks), default=0.0)
    high = _HEAD * (largest if largest > 0 else max(steps))
    values = {
        "unit": small.name,
        "test_step": _step(steps[0], unit),
        "reference_step": _step(steps[1], unit),
        "both": small.amount(sum(steps)),
    }
    figure = FigureData(
        title=_title(result, small, sum(steps), language),
        description=say("description", days=len(days)),
        x=day_axis(result, language),
        y=Axis(title=say("y", unit=unit), low=0.0, high=high, ticks=amount_ticks(high)),
        series=(
            _series(Role.OLD, [b.test for b in result.blocks], steps[0], result, language),
            _series(Role.NEW, [b.reference for b in result.blocks], steps[1], result, language),
        ),
        bands=(),
        lines=(Line(y=0.0, label=say("zero")),),
        table=FigureTable(
            caption=say("caption"),
            columns=(
                say("day"), say("old_column", unit=unit), say("new_column", unit=unit),
                say("difference_column", unit=small.name),
            ),
            rows=tuple(
                (day, _digits(b.test, steps[0]), _digits(b.reference, steps[1]), small.number(b.difference))
                for day, b in zip(days, result.blocks, strict=True)
            ),
        ),
    )  # fmt: skip
    labels = _labels(result, small, figure)
    shown = "all" if len(labels) == len(result.blocks) else "some"
    back = any(point.leaves(figure.y) for one in figure.series for point in one.points)
    keys = (shown, "rounding", *(["back"] if back else []))
    notes = tuple(say(f"note.{key}", **values) for key in keys)
    return replace(figure, labels=labels, notes=notes)


def _title(result: SeriesResult, small: SmallUnit, rounding: float, language: str) -> str:
    """The finding: what rounding may explain, which meter counted more, and on how many days."""
    differences = [b.difference for b in result.blocks]
    more, less = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    sizes = [abs(d) for d in differences if d]
    if not sizes:
        key = "same"
    elif max(sizes) <= rounding * (1 + 1e-9):
        key = "rounding"
    elif more and less:
        key = "both"
    elif len(sizes) < len(differences):
        key = "some_more" if more else "some_less"
    else:
        key = "more" if more else "less"
    if len(differences) == 1 and key in ("same", "more", "less"):
        key = f"one_{key}"
    smallest, largest = (small.amount(f(sizes, default=0.0)) for f in (min, max))
    if key in ("more", "less") and smallest == largest:
        key = f"{key}_alike"
    # Where a day was left out, what passed between two readings is no day's.
    titles = (
        "title_between" if len(differences) > 1 and any(b.several_days for b in result.blocks) else "title"
    )
    return text(
        language, f"figures.days.{titles}.{key}",
        days=len(differences), more=more, less=less, smallest=smallest, largest=largest,
    )  # fmt: skip


def _series(role: Role, volumes: list[float], step: float, result: SeriesResult, language: str) -> Series:
    say = speaker(language, "figures.days")
    points = []
    for k, (day, counted) in enumerate(zip(block_names(result, language), volumes, strict=True), start=1):
        value = f"{_digits(counted, step)} {unit_sign(result.unit, language)}"
        words = say(f"{role}_point", day=day, value=value)
        points.append(Point(x=float(k), y=counted, span=None, value=value, text=words))
    return Series(role=role, name=say(role), points=tuple(points))


def _labels(result: SeriesResult, small: SmallUnit, figure: FigureData) -> tuple[Label, ...]:
    """The differences over the bars: the largest first, none that would touch another on a phone.

    One that the bars beside it would lift far from its own is left out: it might be taken for theirs.
    """
    labels = [
        Label(x=k, y=max(block.test, block.reference), text=small.number(block.difference))
        for k, block in enumerate(result.blocks, start=1)
    ]
    half = {label.x: 0.5 * text_width(label.text, SMALL_SIZE) + _APART / 2 for label in labels}
    per_place = _PHONE / (figure.x.high - figure.x.low)
    chosen: list[Label] = []
    for label in sorted(labels, key=lambda label: -abs(result.blocks[int(label.x) - 1].difference)):
        lifted = label_height(figure, label, half[label.x] / per_place) - label.y
        apart = (abs(label.x - other.x) * per_place - half[label.x] - half[other.x] for other in chosen)
        if lifted <= _LIFTED * figure.y.high and all(gap >= 0 for gap in apart):
            chosen.append(label)
    return tuple(sorted(chosen, key=lambda label: label.x))


def _digits(value: float, step: float) -> str:
    return f"{value:.{read_decimals(step)}f}"


def _step(step: float, unit: str) -> str:
    return f"{step:.10g} {unit}"
