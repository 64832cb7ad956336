"""``comparekit check``: everything that is wrong in a log, row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comparekit.cli.log_options import column_mapping, log_options, set_by_hand
from comparekit.cli.main import DONE, FAILED
from comparekit.i18n.catalog import speaker

if TYPE_CHECKING:
    from comparekit.registers.clean import CleanRegister
    from comparekit.services.check import LogCheck, Place, Remark

FAULTS_FOUND = 1
SCHEMA = "comparekit.check/1"


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.check")
    return click.Command(
        "check",
        callback=_check,
        help=say("about"),
        epilog=say("exits"),
        params=[
            *log_options(language),
        ],
    )


@click.pass_context
def _check(
    ctx: click.Context,
    log: Path,
    log2: Path | None,
    protocol: str | None,
    test_meter: str | None,
    mapping: tuple[str, ...],
    accept: tuple[str, ...],
    units: tuple[str, ...],
    steps: tuple[str, ...],
    zones: tuple[str, ...],
) -> int:
    from comparekit.services.check import check_log  # noqa: PLC0415 - loads numpy and scipy

    found = check_log(
        log,
        log2,
        protocol_id=protocol,
        mapping=column_mapping(mapping),
        test_meter=test_meter,
        accept=accept,
        by_hand=set_by_hand(units, steps, zones),
    )
    language = ctx.obj["language"]
    if ctx.obj["json"]:
        click.echo(json.dumps(check_to_dict(found, language), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo(check_text(found, language))
    return FAILED if not found.readable else DONE if found.clean else FAULTS_FOUND


def check_text(found: LogCheck, language: str) -> str:
    """What was found, one line each, and what was understood of the log."""
    from comparekit.wording.faults import fault_text  # noqa: PLC0415

    say = speaker(language, "cli.check")
    lines = [fault_text(fault, language) for fault in found.faults]
    for remark in found.remarks:
        lines.append(_line(remark, language))
        lines += [
            say("suggestion", name=s.name, found=s.found, text=s.text)
            if s.found
            else say("move", name=s.name)
            for s in remark.suggestions
        ]
    if not found.readable:
        return "\n".join([*lines, "", say("unreadable", count=len(found.faults))])
    head = say("clean") if found.clean else say("odd", count=len(found.remarks))
    if any(remark.suggestions for remark in found.remarks):
        lines += ["", say("accepting")]
    return "\n".join([head, *lines, "", *_understood(found, language)])


def _line(remark: Remark, language: str) -> str:
    from comparekit.wording.findings import finding_text, severity_word  # noqa: PLC0415

    say = speaker(language, "cli.check")
    sentence = finding_text(remark.finding, language)
    where = _where(remark.place, language)
    return say("line", where=where, severity=severity_word(remark.finding, language), sentence=sentence)


def _where(place: Place, language: str) -> str:
    say = speaker(language, "input.where")
    where = place.file or ""
    if place.row is not None:
        where = say("row", where=where, row=place.row)
    if place.column is not None:
        where = say("column", where=where, column=place.column)
    return where.lstrip(", ")


def _understood(found: LogCheck, language: str) -> list[str]:
    from comparekit.reporting.case_text import enumerated  # noqa: PLC0415
    from comparekit.wording.numbers import unit_sign  # noqa: PLC0415
    from comparekit.wording.times import moment  # noqa: PLC0415

    say = speaker(language, "cli.check")
    log = found.log
    assert log is not None  # asked of readable logs only
    columns = enumerated((f"{title} = {field}" for title, field in log.columns.items()), language)
    lines = [say(f"shape_{'wide' if log.shape == 'wide' else 'long'}"), say("columns", columns=columns)]
    if log.unused:
        lines.append(say("unused", columns=enumerated(log.unused, language)))
    for register in found.registers:
        lines.append(
            say(
                "meter",
                role=_role(register, language),
                meter_id=register.meter_id,
                readings=int(register.times.size),
                start=moment(register.times[0], log.timezone),
                end=moment(register.times[-1], log.timezone),
                zone=log.timezone,
                step=f"{float(register.steps.min()):g}",
                unit=unit_sign(register.unit, language),
                given=say("given" if register.resolution_given else "inferred"),
            )
        )
    if not found.paired:
        lines.append(say("alone"))
    if found.roles_assumed:
        lines.append(say("roles_assumed"))
    return lines


def _role(register: CleanRegister, language: str) -> str:
    from comparekit.wording.findings import role_name  # noqa: PLC0415

    return role_name(register.role, language)


def check_to_dict(found: LogCheck, language: str) -> dict[str, object]:
    """The same as plain data, schema ``comparekit.check/1``; sentences in the language asked for."""
    from comparekit.readings.moments import in_zone  # noqa: PLC0415
    from comparekit.version import VERSION  # noqa: PLC0415
    from comparekit.wording.faults import fault_text  # noqa: PLC0415
    from comparekit.wording.findings import finding_text  # noqa: PLC0415

    log = found.log
    meters = [
        {
            "role": register.role,
            "meter_id": register.meter_id,
            "readings": int(register.times.size),
            "start": in_zone(register.times[0], log.timezone).isoformat(),
            "end": in_zone(register.times[-1], log.timezone).isoformat(),
            "resolution": float(register.steps.min()),
            "resolution_given": register.resolution_given,
            "unit": register.unit,
        }
        for register in found.registers
        if log is not None
    ]
    return {
        "schema": SCHEMA,
        "readable": found.readable,
        "clean": found.clean,
        "faults": [
            {
                "code": fault.code,
                "file": fault.file,
                "sheet": fault.sheet,
                "row": fault.row,
                "column": fault.column,
                "found": fault.found,
                "expected": fault.expected,
                "sentence": fault_text(fault, language),
            }
            for fault in found.faults
        ],
        "findings": [
            {
                **remark.finding.to_dict(),
                "file": remark.place.file,
                "row": remark.place.row,
                "column": remark.place.column,
                "sentence": finding_text(remark.finding, language),
                "suggestions": [{"id": s.name, "found": s.found, "text": s.text} for s in remark.suggestions],
            }
            for remark in found.remarks
        ],
        "log": None
        if log is None
        else {
            "shape": log.shape,
            "columns": dict(log.columns),
            "unused_columns": list(log.unused),
            "timezone": log.timezone,
            "meters": meters,
        },
        "inputs": [] if log is None else [{"file": i.file, "sha256": i.sha256} for i in log.inputs],
        "software": {"name": "comparekit", "version": VERSION},
    }
