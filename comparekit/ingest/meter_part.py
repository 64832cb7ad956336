"""What one file gives to a log before it is known whether all of it is without faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from comparekit.ingest.sheet import Sheet
from comparekit.readings.log import Event
from comparekit.readings.register import RegisterSeries


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Registers of one file by role or meter id, still to be built, and its events.

    `sheet` holds the faults and findings; nothing may be built while there are faults.
    """

    sheet: Sheet
    shape: str
    series: Mapping[str, Callable[[], RegisterSeries]]
    events: tuple[Event, ...] = ()
