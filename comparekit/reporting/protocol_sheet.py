"""The sheet that people on site fill in: consent, plates, steps to tick off, readings."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker
from comparekit.protocol import SeriesProtocol
from comparekit.reporting.text_table import text_table
from comparekit.wording.numbers import unit_sign

_ROOM = {"time": 16, "flow": 10, "reading": 14, "conditions": 24, "photo": 10, "sign": 12}


def protocol_sheet(protocol: SeriesProtocol, language: str) -> str:
    """The sheet as text to print, in `language`; nothing on it asks for a name or an address."""
    say = speaker(language, "protocol.sheet")
    lines = [f"{say('title')}: {protocol.title[language]} ({protocol.id})", "", say("case"), say("consent")]
    for role in ("old", "new"):
        lines += ["", say(role), f"  {say('plate')}", f"  {say('seal')}"]
    lines += [f"  {say('certificate')}", ""]
    lines += [f"{say('tick')} {k}. {step[language]}" for k, step in enumerate(protocol.steps, 1)]
    if protocol.plan.points:
        unit = unit_sign(protocol.unit, language)
        told = speaker(language, "protocol")
        lines += ["", say("points")]
        for point in protocol.plan.points:
            volume = f"{point.volume:g} {unit}"
            wanted = told("point", flow=point.flow[language], runs=point.runs, volume=volume)
            lines.append(f"{say('tick')} {wanted}")
    lines += ["", say("zero"), "", say("readings"), *_readings(protocol, language), "", say("end")]
    return "\n".join(lines)


def _readings(protocol: SeriesProtocol, language: str) -> list[str]:
    """A row for the first reading and one for every planned block."""
    say = speaker(language, "protocol.sheet")
    unit = unit_sign(protocol.unit, language)
    columns = [("time", say("time"))]
    if protocol.plan.runs:
        flow_unit = unit_sign(protocol.table.flow_unit, language)
        columns.append(("flow", f"{say('flow')} ({flow_unit})"))
    columns += [("reading", f"{say(role)} ({unit})") for role in ("test", "reference")]
    if protocol.base_conditions is not None:
        columns.append(("conditions", say("conditions")))
    columns += [("photo", say("photo")), ("sign", say("sign"))]
    blank = ["_" * _ROOM[kind] for kind, _ in columns]
    numbers = [say("start"), *(str(k) for k in range(1, protocol.plan.blocks + 1))]
    return text_table([["", *(title for _, title in columns)], *([number, *blank] for number in numbers)])
