"""The two meters: how each was read, its plate and verification, its certificate."""

from __future__ import annotations

from collections.abc import Iterator

from comparekit.i18n.catalog import speaker
from comparekit.readings.meter import CertificatePoint, Meter
from comparekit.reporting.document import MeterPart, MetersPart, Named, Table
from comparekit.reporting.readings_told import own_number
from comparekit.studies.series_result import MeterSummary, SeriesResult
from comparekit.wording.findings import role_name
from comparekit.wording.lists import listed
from comparekit.wording.numbers import percent, unit_sign

_WORDS = ("orientation", "compensation", "medium", "technology")  # entries with a name for each value


def plates_told(result: SeriesResult, language: str) -> MetersPart:
    """Both meters, as far as the log and the file of plates tell."""
    told = result.meters
    say = speaker(language, "report_page")
    return MetersPart(
        title=say("heading.meters"),
        note=say("meters.note_nothing" if told is None else "meters.note_given"),
        meters=(
            _part("test", result.test, told.test if told else Meter(), result, language),
            _part("reference", result.reference, told.reference if told else Meter(), result, language),
        ),
    )


def _part(role: str, read: MeterSummary, meter: Meter, result: SeriesResult, language: str) -> MeterPart:
    unit = unit_sign(result.protocol.table.flow_unit, language)
    return MeterPart(
        name=role_name(role, language),
        entries=(*_as_read(read, language), *_plate(meter, unit, language)),
        certificate=_certificate(meter.certificate, unit, language) if meter.certificate else None,
    )


def _as_read(read: MeterSummary, language: str) -> tuple[Named, ...]:
    say = speaker(language, "report_page.meters")
    step = say(
        "step_given" if read.resolution_given else "step_inferred",
        step=f"{read.resolution:.10g}",
        unit=unit_sign(read.unit, language),
    )
    return (
        Named(name=say("number"), value=own_number(read.meter_id) or say("not_said")),
        Named(name=say("step"), value=step),
        Named(name=say("readings"), value=say("readings_value", count=read.readings)),
    )


def _plate(meter: Meter, unit: str, language: str) -> Iterator[Named]:
    """What the file of plates tells, in the order of a plate."""
    say = speaker(language, "report_page.meters")
    plain: tuple[tuple[str, object], ...] = (
        ("class", meter.accuracy_class),
        ("plate", meter.plate),
        ("old_class", meter.old_class),
        ("q3", _flow(meter.q3, unit)),
        ("ratio_r", _number(meter.ratio_r)),
        ("q1", _flow(meter.q1, unit)),
        ("q2", _flow(meter.q2, unit)),
        ("q_min", _flow(meter.q_min, unit)),
        ("q_max", _flow(meter.q_max, unit)),
        ("currents", None if meter.currents is None else "{:g}({:g}) A".format(*meter.currents)),
        ("i_min", _flow(meter.i_min, "A")),
        ("i_tr", _flow(meter.i_tr, "A")),
        ("dn", None if meter.dn is None else f"DN {meter.dn:g}"),
        ("verified_on", meter.verified_on),
        ("valid_to", meter.valid_to),
        ("serial", meter.serial),
        ("seal", meter.seal),
    )
    yield from (Named(name=say(key), value=str(value)) for key, value in plain if value is not None)
    if meter.in_service is not None:
        used = say("in_service_yes" if meter.in_service else "in_service_no")
        yield Named(name=say("in_service"), value=used)
    for key in _WORDS:
        if (value := getattr(meter, key)) is not None:
            yield Named(name=say(key), value=say(f"{key}_{value}"))


def _certificate(points: tuple[CertificatePoint, ...], unit: str, language: str) -> Table:
    """The points of a certificate; number, date and laboratory above them, each told once."""
    say = speaker(language, "report_page.meters")
    named = [
        str(value)
        for values in (
            (point.number for point in points),
            (point.date for point in points),
            (point.laboratory for point in points),
        )
        for value in dict.fromkeys(values)
        if value
    ]
    told = listed(named, language)
    return Table(
        caption=say("certificate", told=told) if told else say("certificate_unnamed"),
        columns=(say("flow", unit=unit), say("error"), say("expanded")),
        rows=tuple(
            (
                f"{point.flow:g}",
                percent(point.error, point.standard_uncertainty, language),
                say(
                    "expanded_value",
                    value=percent(point.expanded_uncertainty, point.standard_uncertainty, language, False),
                    k=f"{point.k:g}",
                ),
            )
            for point in points
        ),
    )


def _flow(value: float | None, unit: str) -> str | None:
    return None if value is None else f"{value:g} {unit}"


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"
