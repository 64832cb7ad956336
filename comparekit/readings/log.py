"""A log as read: the registers in it, what was odd, and which bytes it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from comparekit.findings import Finding
from comparekit.readings.register import RegisterSeries


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something a log says happened.

    `kind`: ``zero_test`` (both registers stood still with the valve closed), ``zero_test_failed``, or
    ``exchange`` (a meter was replaced; `final` and `initial` are the readings of the removed and the
    new one). `role` is the meter concerned, None for both.
    """

    kind: str
    time: np.datetime64
    row: int | None = None
    role: str | None = None
    final: float | None = None
    initial: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file as given by the user and the SHA-256 of its bytes, in hexadecimal."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Log(Mapping[str, RegisterSeries]):
    """Registers by role ("test", "reference") or, where no roles are given, by meter id.

    `utility` is "water", "gas" or "electricity" where unit or titles say so, None where nothing does.
    `columns` are those that were understood, by title; `unused` the titles of those that were not.
    `units_assumed` are the keys of meters whose unit nobody tells.
    """

    series: Mapping[str, RegisterSeries]
    findings: tuple[Finding, ...] = ()
    events: tuple[Event, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    utility: str | None = None
    timezone: str = "Asia/Shanghai"
    shape: str = "wide"
    columns: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    units_assumed: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> RegisterSeries:
        return self.series[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.series)

    def __len__(self) -> int:
        return len(self.series)
