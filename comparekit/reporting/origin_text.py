"""Where a number comes from, as lines of text."""

from __future__ import annotations

from comparekit.i18n.catalog import text
from comparekit.origin import Origin
from comparekit.wording.cited import cited, source_told


def origin_lines(origin: Origin, language: str) -> list[str]:
    """How sure we are and the source, then the reason where there is one."""
    reason = origin.reason.get(language)
    return [mark(origin, language), *([f"    {reason}"] if reason else [])]


def mark(origin: Origin, language: str) -> str:
    """How sure we are, and the source."""
    certainty = text(language, f"report.certainty.{origin.certainty}")
    edition = f", {origin.edition}" if origin.edition else ""
    return f"    [{certainty}] {cited(origin.source + edition, language)}"


def plain_mark(origin: Origin, language: str) -> str:
    """The same in plain words, for people who settle a bill."""
    certainty = text(language, f"report.certainty.{origin.certainty}")
    return f"    [{certainty}] {source_told(origin.source, origin.edition, language)}"
