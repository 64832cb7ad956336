"""A protocol in words."""

from __future__ import annotations

from collections.abc import Mapping

from comparekit.i18n.catalog import speaker, text
from comparekit.origin import Origin
from comparekit.protocol import SeriesProtocol
from comparekit.wording.numbers import percent, unit_sign


def protocol_text(protocol: SeriesProtocol, language: str) -> str:
    """Everything a protocol fixes, each number with its source and how sure we are of it."""
    say = speaker(language, "protocol")
    unit = unit_sign(protocol.unit, language)
    plan, limits = protocol.plan, protocol.limits
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
        *_origin(plan.origin, language),
        "",
        say(
            "tolerance",
            low=percent(protocol.tolerance.low, 0.005, language),
            high=percent(protocol.tolerance.high, 0.005, language),
        ),
        *_origin(protocol.tolerance.origin, language),
        say(
            "limits",
            accuracy_class=limits.accuracy_class,
            lower=percent(limits.lower, 0.005, language, signed=False),
            upper=percent(limits.upper, 0.005, language, signed=False),
        ),
        f"    {protocol.table.zones[language]}",
        *_origin(limits.origin, language),
        say("in_service", factor=f"{limits.in_service_factor:g}"),
        *_origin(limits.in_service_origin, language),
        *_lives(protocol, language),
        say("share", share=percent(protocol.flow_shares.lower, 0.05, language, signed=False)),
        *_origin(protocol.flow_shares.origin, language),
        say(
            "doubts",
            drift=percent(protocol.doubts.drift_per_year, 0.0005, language, signed=False),
            installation=percent(protocol.doubts.installation, 0.0005, language, signed=False),
        ),
        *_origin(protocol.doubts.origin, language),
        *_base(protocol, language),
        say("prior", scale=percent(protocol.prior_scale, 0.001, language, signed=False)),
        *_origin(protocol.prior_origin, language),
        "",
        say("steps"),
        *(f"  {k}. {step[language]}" for k, step in enumerate(protocol.steps, 1)),
        "",
        say("sources"),
        *(_source(source, language) for source in protocol.sources),
    ]
    return "\n".join(lines)


def _lives(protocol: SeriesProtocol, language: str) -> list[str]:
    """How long a meter may be used, rule by rule."""
    say = speaker(language, "protocol")
    lines = []
    for rule in protocol.table.lives:
        reason = rule.origin.reason.get(language, "")
        lines += [say("life", years=f"{rule.years:g}", reason=reason), *_mark(rule.origin, language)]
    return lines


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
    return [told, *_origin(protocol.base_origin, language)]


def _source(source: Mapping[str, str], language: str) -> str:
    certainty = text(language, f"report.certainty.{source['certainty']}")
    edition = f", {source['edition']}" if source.get("edition") else ""
    return f"  {source[language]}: {source['source']}{edition} [{certainty}]"


def _mark(origin: Origin, language: str) -> list[str]:
    """Source and certainty alone."""
    return _origin(origin, language)[:1]


def _origin(origin: Origin, language: str) -> list[str]:
    certainty = text(language, f"report.certainty.{origin.certainty}")
    edition = f", {origin.edition}" if origin.edition else ""
    reason = origin.reason.get(language)
    return [
        f"    [{certainty}] {origin.source}{edition}",
        *([f"    {reason}"] if reason else []),
    ]
