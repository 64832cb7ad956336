"""A protocol in words."""

from __future__ import annotations

from collections.abc import Mapping

from comparekit.i18n.catalog import speaker, text
from comparekit.protocol import SeriesProtocol
from comparekit.reporting.limits_text import limits_lines
from comparekit.reporting.origin_text import origin_lines
from comparekit.wording.cited import cited
from comparekit.wording.numbers import percent, unit_sign


def protocol_text(protocol: SeriesProtocol, language: str) -> str:
    """Everything a protocol fixes, each number with its source and how sure we are of it."""
    say = speaker(language, "protocol")
    unit = unit_sign(protocol.unit, language)
    plan = protocol.plan
    lines = [
        f"{protocol.title[language]}  ({protocol.id}, {say('version', version=protocol.version)})",
        "",
        say("runs" if plan.runs else "plan", blocks=plan.blocks, zone=protocol.timezone),
        *(
            "  " + say("point", flow=point.flow[language], runs=point.runs, volume=f"{point.volume:g} {unit}")
            for point in plan.points
        ),
        say("visits", minutes=f"{plan.visit_gap_s / 60:g}", seconds=f"{plan.reading_gap_s:g}"),
        say("volume", steps=f"{plan.minimum_steps:g}"),
        say("flows", typical=f"{plan.typical_flow:g}", overload=f"{plan.overload_flow:g}", unit=unit),
        *_telemetry(protocol, language),
        *origin_lines(plan.origin, language),
        "",
        say(
            "tolerance",
            low=percent(protocol.tolerance.low, 0.005, language),
            high=percent(protocol.tolerance.high, 0.005, language),
        ),
        *origin_lines(protocol.tolerance.origin, language),
        *limits_lines(protocol, language),
        say("share", share=percent(protocol.flow_shares.lower, 0.05, language, signed=False)),
        *origin_lines(protocol.flow_shares.origin, language),
        say(
            "doubts",
            drift=percent(protocol.doubts.drift_per_year, 0.0005, language, signed=False),
            installation=percent(protocol.doubts.installation, 0.0005, language, signed=False),
        ),
        say(
            "between_points", between=percent(protocol.doubts.between_points, 0.0005, language, signed=False)
        ),
        *_gas_doubts(protocol, language),
        *origin_lines(protocol.doubts.origin, language),
        *_base(protocol, language),
        say("prior", scale=percent(protocol.prior_scale, 0.001, language, signed=False)),
        *origin_lines(protocol.prior_origin, language),
        "",
        say("steps"),
        *(f"  {k}. {step[language]}" for k, step in enumerate(protocol.steps, 1)),
        "",
        say("sources"),
        *(source_line(source, language) for source in protocol.sources),
    ]
    return "\n".join(lines)


def _telemetry(protocol: SeriesProtocol, language: str) -> list[str]:
    """What holds for logs without visits, and looks agreed beforehand."""
    say, plan = speaker(language, "protocol"), protocol.plan
    lines = []
    if not plan.runs:
        lines += [say("telemetry", hours=f"{plan.longest_gap_h:g}"), say(f"clocks.{plan.clocks}")]
    if plan.looks:
        lines.append(say("looks", looks=", ".join(map(str, plan.looks))))
    return lines


def _gas_doubts(protocol: SeriesProtocol, language: str) -> list[str]:
    doubts = protocol.doubts
    if not (doubts.temperature_c or doubts.pressure_kpa):
        return []
    values = {"temperature": f"{doubts.temperature_c:g}", "pressure": f"{doubts.pressure_kpa:g}"}
    return [text(language, "protocol.gas_doubts", **values)]


def _base(protocol: SeriesProtocol, language: str) -> list[str]:
    if protocol.base_conditions is None or protocol.base_origin is None:
        return []
    base = protocol.base_conditions
    told = text(
        language,
        "protocol.base",
        temperature=f"{base.temperature_c:g}",
        pressure=f"{base.pressure_kpa:g}",
        atmosphere=f"{base.atmosphere_kpa:g}",
    )
    return [told, *origin_lines(protocol.base_origin, language)]


def source_line(source: Mapping[str, str], language: str) -> str:
    """What a protocol rests on, and how sure we are of it."""
    certainty = text(language, f"report.certainty.{source['certainty']}")
    edition = f", {source['edition']}" if source.get("edition") else ""
    return f"  {source[language]}: {cited(source['source'] + edition, language)} [{certainty}]"
