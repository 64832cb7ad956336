"""A protocol in words."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker, text
from comparekit.protocol import Origin, SeriesProtocol
from comparekit.wording.numbers import percent, unit_sign


def protocol_text(protocol: SeriesProtocol, language: str) -> str:
    """Everything a protocol fixes, each number with its source and how sure we are of it."""
    say = speaker(language, "protocol")
    unit = unit_sign(protocol.unit, language)
    plan, limits = protocol.plan, protocol.limits
    lines = [
        f"{protocol.title[language]}  ({protocol.id}, {say('version', version=protocol.version)})",
        "",
        say("plan", blocks=plan.blocks, zone=protocol.timezone),
        say("visits", minutes=f"{plan.visit_gap_s / 60:g}", seconds=f"{plan.reading_gap_s:g}"),
        say("volume", steps=f"{plan.minimum_steps:g}"),
        say("flows", typical=f"{plan.typical_flow:g}", overload=f"{plan.overload_flow:g}", unit=unit),
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
        *_origin(limits.origin, language),
        say("in_service", factor=f"{limits.in_service_factor:g}"),
        *_origin(limits.in_service_origin, language),
        say("prior", scale=percent(protocol.prior_scale, 0.001, language, signed=False)),
        *_origin(protocol.prior_origin, language),
        "",
        say("steps"),
        *(f"  {k}. {step[language]}" for k, step in enumerate(protocol.steps, 1)),
    ]
    return "\n".join(lines)


def _origin(origin: Origin, language: str) -> list[str]:
    certainty = text(language, f"report.certainty.{origin.certainty}")
    edition = f", {origin.edition}" if origin.edition else ""
    reason = origin.reason.get(language)
    return [
        f"    [{certainty}] {origin.source}{edition}",
        *([f"    {reason}"] if reason else []),
    ]
