"""One look at two meters: the bytes, the rules and how to understand them; and the result made of those."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from comparekit.ingest.by_hand import NOTHING, ByHand
from comparekit.ingest.meters_file import meters_bytes, read_meters
from comparekit.ingest.protocol_file import protocol_text, read_protocol
from comparekit.ingest.read import file_bytes, read_log_bytes
from comparekit.services.compare import compare_readings
from comparekit.studies.series_result import SeriesResult


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file as somebody gave it: what it was called, and its bytes, read once."""

    name: str
    content: bytes = field(repr=False)

    @property
    def base_name(self) -> str:
        """The name without folders, of this machine's kind or of the other."""
        return self.name.replace("\\", "/").rpartition("/")[2]

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All that one comparison is made of.

    `log` holds both meters, or the test meter alone where there is a `reference`. `protocol` is the text
    of a protocol and its file name; None chooses by utility. `price` is in yuan for one unit of the
    protocol. The rest is as for `compare_log`.
    """

    log: GivenFile
    reference: GivenFile | None = None
    meters: GivenFile | None = None
    protocol: tuple[str, str] | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    test_meter: str | None = None
    accept: tuple[str, ...] = ()
    by_hand: ByHand = NOTHING
    price: float | None = None

    @property
    def logs(self) -> tuple[GivenFile, ...]:
        """The log, or the test log and the reference log."""
        return (self.log,) if self.reference is None else (self.log, self.reference)

    def asked(self) -> dict[str, object]:
        """What somebody needs, beside the files and the protocol, to make the same result again."""
        return {
            "logs": [file.sha256 for file in self.logs],
            "meters": None if self.meters is None else self.meters.sha256,
            "mapping": dict(self.mapping),
            "test_meter": self.test_meter,
            "accept": list(self.accept),
            **({} if self.price is None else {"price": self.price}),  # absent, as in older looks
            **self.by_hand.data(),  # nothing where nobody set anything: older looks keep their hashes
        }


def read_look(
    path: str | os.PathLike[str],
    reference_path: str | os.PathLike[str] | None = None,
    *,
    protocol_id: str | None = None,
    meters_path: str | os.PathLike[str] | None = None,
    mapping: Mapping[str, str] | None = None,
    test_meter: str | None = None,
    accept: Sequence[str] = (),
    by_hand: ByHand = NOTHING,
    price: float | None = None,
) -> Look:
    """Read what a look is made of, every file once.

    Raises
    ------
    FaultyProtocol, FaultyMeters, FaultyLog
        A file that is not there or cannot be read.
    """
    return Look(
        protocol=None if protocol_id is None else protocol_text(protocol_id),
        meters=None
        if meters_path is None
        else GivenFile(name=_name(meters_path), content=meters_bytes(meters_path)),
        log=GivenFile(name=_name(path), content=file_bytes(path)),
        reference=None
        if reference_path is None
        else GivenFile(name=_name(reference_path), content=file_bytes(reference_path)),
        mapping=dict(mapping or {}),
        test_meter=test_meter,
        accept=tuple(accept),
        by_hand=by_hand,
        price=price,
    )


def compare_look(look: Look, *, judged_before: bool = False) -> SeriesResult:
    """The result of a look; `judged_before`: a verdict on these meters exists already.

    Raises
    ------
    FaultyLog, UnusableLog, FaultyProtocol, FaultyMeters
        With every fault found.
    """
    protocol = None if look.protocol is None else read_protocol(*look.protocol)
    meters = None if look.meters is None else read_meters(look.meters.content, look.meters.name)
    zone = {} if protocol is None else {"timezone": protocol.timezone}
    reference = None if look.reference is None else (look.reference.content, look.reference.name)
    log = read_log_bytes(
        look.log.content, look.log.name, reference, mapping=look.mapping, by_hand=look.by_hand, **zone
    )
    return compare_readings(
        log,
        protocol,
        test_meter=look.test_meter,
        accept=look.accept,
        meters=meters,
        judged_before=judged_before,
        price=look.price,
    )


def _name(path: str | os.PathLike[str]) -> str:
    """The path as text that can be written as UTF-8: names on a disk may be any bytes."""
    return os.fsencode(Path(path)).decode("utf-8", "replace")
