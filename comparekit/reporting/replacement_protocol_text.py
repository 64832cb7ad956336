"""The protocol of a study before and after a replacement in words."""

from __future__ import annotations

import math

from comparekit.i18n.catalog import speaker
from comparekit.replacement_protocol import ReplacementProtocol
from comparekit.reporting.origin_text import origin_lines
from comparekit.reporting.protocol_text import source_line
from comparekit.wording.numbers import percent

_MONTH = 365.25 / 12  # d


def replacement_protocol_text(protocol: ReplacementProtocol, language: str) -> str:
    """Everything it fixes, each number with its source and how sure we are of it."""
    say, own = speaker(language, "protocol"), speaker(language, "replacement.protocol")
    season, change, tolerance = protocol.season, protocol.change, protocol.tolerance
    lines = [
        f"{protocol.title[language]}  ({protocol.id}, {say('version', version=protocol.version)})",
        "",
        say(
            "tolerance",
            low=percent(tolerance.low, 0.005, language),
            high=percent(tolerance.high, 0.005, language),
        ),
        *origin_lines(tolerance.origin, language),
        own("meter"),
        "",
        own(
            "season",
            days=f"{season.seen_days:g}",
            months=f"{season.seen_days / _MONTH:.0f}",
            swing=f"{100 * math.sqrt(2) * season.spread:.0f} %",
            spread=f"{season.spread:g}",
        ),
        own("season_seen", days=f"{season.seen_days:g}", spread=f"{season.seen_spread:g}"),
        *origin_lines(season.origin, language),
        "",
        own("change", matters=f"{100 * change.matters:g} %"),
        own("reach", reach=change.reach_days, probability=f"{100 * change.probability:g} %"),
        *origin_lines(change.origin, language),
        "",
        own("steepest", ratio=f"{protocol.steepest.ratio:g}"),
        *origin_lines(protocol.steepest.origin, language),
        "",
        own("steps"),
        *(f"  {k}. {step[language]}" for k, step in enumerate(protocol.steps, 1)),
        "",
        say("sources"),
        *(source_line(source, language) for source in protocol.sources),
    ]
    return "\n".join(lines)
