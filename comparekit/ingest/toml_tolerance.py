"""The tolerance of a comparison from a protocol's TOML file."""

from __future__ import annotations

from comparekit.ingest.toml_origin import read_origin
from comparekit.ingest.toml_reader import TomlReader
from comparekit.protocol import Tolerance

_WIDEST_TOLERANCE = 0.5  # beyond that somebody has written percent


def read_tolerance(toml: TomlReader) -> Tolerance:
    """`[tolerance]`: two fractions about zero, with their source."""
    known = len(toml.faults)
    low, high = toml.number("tolerance", "low"), toml.number("tolerance", "high")
    if len(toml.faults) == known and not low < high:
        found, expected = f"{low:g}, {high:g}", "low_below_high"
        toml.add("low_not_below_high", ("tolerance", "low"), found=found, expected=expected)
    elif len(toml.faults) == known:
        # A tolerance without zero in it would accuse two meters that run alike; a wide one is percent.
        if not -_WIDEST_TOLERANCE <= low < 0:
            expected = f"≥ {-_WIDEST_TOLERANCE:g}, < 0"
            toml.add("out_of_range", ("tolerance", "low"), found=f"{low:g}", expected=expected)
        if not 0 < high <= _WIDEST_TOLERANCE:
            toml.add(
                "out_of_range",
                ("tolerance", "high"),
                found=f"{high:g}",
                expected=f"> 0, ≤ {_WIDEST_TOLERANCE:g}",
            )
    return Tolerance(low=low, high=high, origin=read_origin(toml, "tolerance"))
