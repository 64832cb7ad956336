"""The registers of both meters, drawn as people saw them, with the subtraction beneath."""

from __future__ import annotations

from dataclasses import dataclass

from comparekit.figures.amounts import read_decimals
from comparekit.figures.data import FigureTable, Role
from comparekit.figures.looks import step_of
from comparekit.figures.register_data import Dial, Register, RegisterFigure
from comparekit.i18n.catalog import speaker, text
from comparekit.studies.series_result import MeterSummary, SeriesResult
from comparekit.wording.numbers import unit_sign
from comparekit.wording.readings_used import corrected_rows
from comparekit.wording.times import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class _Advance:
    """What one register showed and how far it went, all in the unit of the result.

    `turn` is what passing zero adds; `counted` what the comparison took for it, which is more or less
    where the volume was brought to other conditions.
    """

    role: Role
    meter: MeterSummary
    first: float
    last: float
    turn: float
    counted: float
    step: float
    decimals: int

    @property
    def shown(self) -> float:
        """The difference of the digits as drawn."""
        return round(self.last, self.decimals) - round(self.first, self.decimals) + self.turn

    @property
    def converted(self) -> bool:
        return abs(self.counted - (self.last - self.first) - self.turn) > 0.5 * self.step

    @property
    def interpolated(self) -> bool:
        return any(abs(r - round(r, self.decimals)) > 1e-6 * self.step for r in (self.first, self.last))


def registers_figure(result: SeriesResult, language: str) -> RegisterFigure | None:
    """Start and end reading of both meters as digit wheels, and the two subtractions.

    A digit that was not read is not drawn. Zeros in front are drawn as far as the other reading of
    the same meter proves that there is a wheel.

    Parameters
    ----------
    result : SeriesResult
        One comparison.
    language : str
        "zh" or "en".

    Returns
    -------
    RegisterFigure or None
        None where the readings are not known.
    """
    first, last = result.blocks[0].readings, result.blocks[-1].readings
    if not any((*first, *last)):
        return None
    say = speaker(language, "figures.registers")
    old = _advance(Role.OLD, result.test, (first[0], last[1]), result.volume_test, result)
    new = _advance(Role.NEW, result.reference, (first[2], last[3]), result.volume_reference, result)
    registers = tuple(_register(one, result, language) for one in (old, new))
    return RegisterFigure(
        title=_title(old, new, result.unit, language),
        description=say("description"),
        registers=(registers[0], registers[1]),
        table=FigureTable(
            caption=say("caption", unit=unit_sign(result.unit, language)),
            columns=(say("meter"), say("start"), say("end"), say("advance_column")),
            rows=tuple(
                (drawn.name, drawn.start.text, drawn.end.text, _digits(one.shown, one.decimals))
                for drawn, one in zip(registers, (old, new), strict=True)
            ),
        ),
        notes=_notes((old, new), result, language),
    )


def _advance(
    role: Role, meter: MeterSummary, readings: tuple[float, float], counted: float, result: SeriesResult
) -> _Advance:
    name, start = ("test", 0) if role is Role.OLD else ("reference", 2)
    passed = sum(b.readings[start + 1] < b.readings[start] for b in result.blocks)
    turns = [
        float(f.context["modulus"])  # type: ignore[arg-type]
        for f in result.findings
        if f.code == "registers.rollover" and f.context.get("role") == name and "modulus" in f.context
    ]
    step = step_of(meter, result.unit)
    return _Advance(
        role=role,
        meter=meter,
        first=readings[0],
        last=readings[1],
        turn=passed * turns[0] if turns else 0.0,
        counted=counted,
        step=step,
        decimals=read_decimals(step),
    )


def _register(one: _Advance, result: SeriesResult, language: str) -> Register:
    say = speaker(language, "figures.registers")
    zone, window = result.protocol.timezone, result.window
    texts = [_digits(reading, one.decimals) for reading in (one.first, one.last)]
    wheels = max(len(digits.partition(".")[0]) for digits in texts)
    dials = []
    for key, time, digits in zip(("start", "end"), (window.start, window.end), texts, strict=True):
        whole, _, fraction = digits.partition(".")
        caption = say("caption_line", what=say(key), time=moment(time, zone))
        dials.append(Dial(caption=caption, whole=whole.rjust(wheels, "0"), fraction=fraction))
    named = one.meter.meter_id not in ("", "test", "reference")
    advance = _amount(one.shown, one, result.unit, language)
    return Register(
        role=one.role,
        name=say(f"{one.role}_named", meter=one.meter.meter_id) if named else say(one.role),
        start=dials[0],
        end=dials[1],
        subtraction=say(
            "subtraction_turn" if one.turn else "subtraction",
            last=dials[1].text, first=dials[0].text, turn=f"{one.turn:.10g}", advance=advance,
        ),
        advance=say(f"{one.role}_advance", advance=advance),
    )  # fmt: skip


def _title(old: _Advance, new: _Advance, unit: str, language: str) -> str:
    difference = round(old.shown, old.decimals) - round(new.shown, new.decimals)
    if abs(difference) < 1e-9:
        key = "same"
    elif abs(difference) <= (old.step + new.step) * (1 + 1e-9):
        key = "rounding"
    else:
        key = "more" if difference > 0 else "less"
    coarser = max((old, new), key=lambda one: one.step)
    return text(
        language, f"figures.registers.title.{key}",
        old=_amount(old.shown, old, unit, language), new=_amount(new.shown, new, unit, language),
        difference=_amount(abs(difference), coarser, unit, language),
    )  # fmt: skip


def _notes(both: tuple[_Advance, _Advance], result: SeriesResult, language: str) -> tuple[str, ...]:
    say = speaker(language, "figures.registers.note")
    notes = [say("wheels")]
    notes += [
        say("turn", meter=text(language, f"figures.registers.{one.role}"), turn=f"{one.turn:.10g}")
        for one in both
        if one.turn
    ]
    first, last, corrected = result.blocks[0].rows, result.blocks[-1].rows, corrected_rows(result)
    ends = (("test", first[0]), ("test", last[1]), ("reference", first[2]), ("reference", last[3]))
    if any(end in corrected for end in ends):
        notes.append(say("corrected"))
    if any(one.interpolated for one in both):
        notes.append(say("interpolated"))
    if any(one.converted for one in both):
        old, new = (_amount(one.counted, one, result.unit, language) for one in both)
        notes.append(say("converted", old=old, new=new))
    return tuple(notes)


def _amount(value: float, one: _Advance, unit: str, language: str) -> str:
    return f"{_digits(value, one.decimals)} {unit_sign(unit, language)}"


def _digits(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}"
