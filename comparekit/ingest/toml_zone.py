"""The time zone a protocol shows its times in."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from comparekit.ingest.toml_reader import TomlReader


def read_timezone(toml: TomlReader) -> str:
    """`timezone`: a name that the zone database knows."""
    name = toml.text("timezone")
    if name:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            toml.add("unknown_word", ("timezone",), found=name, expected="timezone")
    return name
