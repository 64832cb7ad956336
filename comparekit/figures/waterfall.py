"""The waterfall from a period before to a period after: a row a step, the meter's step in the accent."""

from __future__ import annotations

from dataclasses import dataclass

from comparekit.figures.data import (
    ROW_DROP,
    Axis,
    FigureData,
    FigureTable,
    Line,
    Point,
    Role,
    Series,
    Span,
    Tick,
)
from comparekit.figures.places import LYING_BAR
from comparekit.figures.scale import amount_ticks
from comparekit.i18n.catalog import speaker
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.bridge_result import METER, TOGETHER, Bridge
from comparekit.wording.bridge import at_most_sentence, bill_key, step_name
from comparekit.wording.numbers import people_unit
from comparekit.wording.uncertain import Quantity, days_told, money_in, volume_in

_HEAD = 1.08  # of the largest value
_TICKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """From the value `base` to `top`; `change` with its words, None for a bill."""

    name: str
    role: Role
    base: float
    top: float
    span: Span | None
    value: str


def waterfall_figure(bridge: Bridge, language: str) -> FigureData | None:
    """The steps between two bills, lying: to the left is less, to the right is more.

    Parameters
    ----------
    bridge : Bridge
        In money; in volume where there is none.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData or None
        A row for each bill and each step, the estimates adding up from the first to the last; on a step its
        95 % interval, or its bounds where prices are not known, laid at its end. None where an end
        has no value.
    """
    say = speaker(language, "figures_replacement.waterfall")
    rows = _rows(bridge, language)
    if not rows:
        return None
    reached = [value for row in rows for value in (row.base, row.top)]
    ends = [row.span.high for row in rows if row.span is not None and row.span.high is not None]
    low = min(0.0, *reached)
    high = _HEAD * max(*reached, *ends, 0.0) or 1.0
    return FigureData(
        title=at_most_sentence(bridge, language),
        description=say("description"),
        x=Axis(
            title="",
            low=0.5,
            high=len(rows) + 0.5,
            ticks=tuple(Tick(value=float(k), text=row.name) for k, row in enumerate(rows, start=1)),
        ),
        y=Axis(title=_axis_title(bridge, language), low=low, high=high, ticks=amount_ticks(high, _TICKS)),
        series=tuple(
            Series(role=role, name=say(str(role)), points=points)
            for role in (Role.OLD, Role.STEP, Role.METER, Role.NEW)
            if (points := _points(rows, role, say("point", name="{name}", value="{value}")))
        ),
        bands=(),
        lines=(Line(y=0.0, label=say("nothing")), *_links(rows)),
        table=_table(bridge, rows, language),
        notes=tuple(say(f"note.{key}") for key in _notes(bridge, rows)),
        lying=True,
    )


def _notes(bridge: Bridge, rows: list[_Row]) -> list[str]:
    """Which notes belong below."""
    told = {
        "how_to_read": True,
        "meter": any(row.role is Role.METER for row in rows),
        "widened": bridge.steepest is not None and bridge.change.money is not None,
        "together": bridge.step(TOGETHER) is not None,
    }
    return [key for key, holds in told.items() if holds]


def _rows(bridge: Bridge, language: str) -> list[_Row]:
    say = speaker(language, "figures_replacement.waterfall")
    money = bridge.change.money is not None
    quantity = _quantity(bridge, language)
    old, new = (end.money if money else end.volume for end in (bridge.old, bridge.new))
    if old is None or new is None:
        return []
    at = old.estimate
    rows = [_bill(Role.OLD, say(bill_key("old", bridge.old), days=days_told(bridge.old.days)), old, quantity)]
    for step in bridge.steps:
        value = step.money if money else step.volume
        if value is None:
            continue
        span = None if value.certain else Span(low=at + value.low, high=at + value.high)
        rows.append(
            _Row(
                name=step_name(step, language),
                role=Role.METER if step.code == METER else Role.STEP,
                base=at,
                top=at + value.estimate,
                span=span,
                value=_change(value, quantity, language),
            )
        )
        at += value.estimate
    last = say(bill_key("new", bridge.new), days=days_told(bridge.new.days))
    return [*rows, _bill(Role.NEW, last, new, quantity)]


def _bill(role: Role, name: str, value: Uncertain, quantity: Quantity) -> _Row:
    return _Row(name=name, role=role, base=0.0, top=value.estimate, span=None, value=quantity.rounded(value))


def _points(rows: list[_Row], role: Role, words: str) -> tuple[Point, ...]:
    return tuple(
        Point(
            x=k + ROW_DROP,
            y=row.top,
            base=row.base,
            width=LYING_BAR,
            span=row.span,
            value=row.value,
            text=words.format(name=row.name, value=row.value),
            label=row.value,
        )
        for k, row in enumerate(rows, start=1)
        if row.role is role
    )


def _links(rows: list[_Row]) -> list[Line]:
    """From the end of a row down to the next one, which begins there."""
    half = LYING_BAR / 2
    return [
        Line(y=row.top, label="", start=k + ROW_DROP + half, end=k + 1 + ROW_DROP - half)
        for k, row in enumerate(rows[:-1], start=1)
    ]


def _change(value: Uncertain, quantity: Quantity, language: str) -> str:
    """Less or more, in few words: the digits are those of the sentence about the step."""
    say = speaker(language, "figures_replacement.waterfall")
    if value.certain:
        if round(value.estimate, quantity.decimals) == 0:
            return say("nothing")
        key = "less_exactly" if value.estimate < 0 else "more_exactly"
        return say(key, amount=quantity.exactly(value.estimate))
    first, last = quantity.ends(value)
    if value.low < 0 < value.high:
        return say("either", **quantity.either(value))
    key = "less" if value.high <= 0 else "more"
    if last.startswith(f"{first} "):  # the same to the last digit shown
        return say(f"{key}_exactly", amount=last)
    return say(key, amount=quantity.rounded(value), low=first, high=last)


def _quantity(bridge: Bridge, language: str) -> Quantity:
    if bridge.change.money is None:
        return volume_in(bridge.unit, bridge.utility, language)
    return money_in(bridge.currency, language)


def _axis_title(bridge: Bridge, language: str) -> str:
    say = speaker(language, "figures_replacement.waterfall")
    if bridge.change.money is None:
        return say("y_volume", unit=people_unit(bridge.unit, bridge.utility, language))
    if bridge.currency == "CNY":
        return say("y_money")
    return say("y_currency", currency=bridge.currency)


def _table(bridge: Bridge, rows: list[_Row], language: str) -> FigureTable:
    """The same rows; with the volume behind the money where both are known."""
    say = speaker(language, "figures_replacement.waterfall")
    volume = volume_in(bridge.unit, bridge.utility, language)
    money = bridge.change.money is not None
    both = money and bridge.change.volume is not None
    columns = [say("step_column"), say("money_column" if money else "volume_column")]
    steps = [step for step in bridge.steps if (step.money if money else step.volume) is not None]
    volumes = [
        _told(bridge.old.volume, volume, language, change=False),
        *(_told(step.volume, volume, language) for step in steps),
        _told(bridge.new.volume, volume, language, change=False),
    ]
    return FigureTable(
        caption=say("caption"),
        columns=(*columns, *((say("volume_column"),) if both else ())),
        rows=tuple(
            (row.name, row.value, *((told,) if both else ())) for row, told in zip(rows, volumes, strict=True)
        ),
    )


def _told(value: Uncertain | None, quantity: Quantity, language: str, *, change: bool = True) -> str:
    if value is None:
        return speaker(language, "figures_replacement.waterfall")("none")
    return _change(value, quantity, language) if change else quantity.rounded(value)
