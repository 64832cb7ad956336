"""Compares two utility meters in series, and says what may honestly be concluded.

The names below are resolved when first used: ``import comparekit`` loads no numpy and no scipy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from comparekit.version import __version__

if TYPE_CHECKING:
    from comparekit.errors import CompareKitError, FaultyLog, FaultyMeters, FaultyProtocol, UnusableLog
    from comparekit.findings import Finding
    from comparekit.ingest.meters_file import load_meters
    from comparekit.ingest.protocol_file import load_protocol
    from comparekit.ingest.read import read_log
    from comparekit.ingest.read_usage import read_usage
    from comparekit.ingest.replacement_file import load_replacement_protocol
    from comparekit.ingest.tariff_file import load_tariff
    from comparekit.readings.register import RegisterSeries
    from comparekit.services.compare import compare_log, compare_series
    from comparekit.services.plan import plan_series
    from comparekit.services.replacement import compare_replacement

_HOMES = {
    "CompareKitError": "comparekit.errors",
    "FaultyLog": "comparekit.errors",
    "FaultyMeters": "comparekit.errors",
    "FaultyProtocol": "comparekit.errors",
    "UnusableLog": "comparekit.errors",
    "Finding": "comparekit.findings",
    "RegisterSeries": "comparekit.readings.register",
    "compare_log": "comparekit.services.compare",
    "compare_replacement": "comparekit.services.replacement",
    "compare_series": "comparekit.services.compare",
    "load_meters": "comparekit.ingest.meters_file",
    "load_protocol": "comparekit.ingest.protocol_file",
    "load_replacement_protocol": "comparekit.ingest.replacement_file",
    "load_tariff": "comparekit.ingest.tariff_file",
    "plan_series": "comparekit.services.plan",
    "read_log": "comparekit.ingest.read",
    "read_usage": "comparekit.ingest.read_usage",
}

__all__ = [
    "CompareKitError",
    "FaultyLog",
    "FaultyMeters",
    "FaultyProtocol",
    "Finding",
    "RegisterSeries",
    "UnusableLog",
    "__version__",
    "compare_log",
    "compare_replacement",
    "compare_series",
    "load_meters",
    "load_protocol",
    "load_replacement_protocol",
    "load_tariff",
    "plan_series",
    "read_log",
    "read_usage",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
