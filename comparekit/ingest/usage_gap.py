"""The time between the last reading of one meter and the first of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.ingest.usage_exchanges import Exchange
from comparekit.readings.usage import RegisterBreak
from comparekit.registers.clean import CleanRegister

#: Start, end, volume [base unit] or NaN, half width, row.
Interval = tuple[np.datetime64, np.datetime64, float, float, int]


@dataclass(slots=True)
class Gap:
    """Intervals between two registers, what is to be told of them, and what a known date would divide."""

    intervals: list[Interval] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    breaks: list[RegisterBreak] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one meter ran in the gap: from a moment and register to a moment and register."""

    start: np.datetime64 | None
    opening: float | None
    end: np.datetime64 | None
    closing: float | None
    row: int

    @property
    def volume(self) -> float:
        """NaN where a register is unknown, or falls."""
        if self.opening is None or self.closing is None:
            return np.nan
        used = round(self.closing - self.opening, 9)
        return used if used >= 0 else np.nan


def gap_between(
    before: CleanRegister | None, exchanges: Sequence[Exchange], after: CleanRegister | None, factor: float
) -> Gap:
    """What was used around one exchange or several, between two readings.

    Parameters
    ----------
    before, after : CleanRegister or None
        The registers on both sides; None where there is no reading on that side.
    exchanges : sequence of Exchange
        In order, at least one.
    factor : float
        Base units in one unit of the registers of the exchanges.

    Returns
    -------
    Gap
        Findings ``usage.exchange`` (divided at its moment), ``usage.exchange_undated`` (one period),
        ``usage.exchange_seen`` (two readings of one time),
        ``usage.exchange_no_final``, ``usage.exchange_no_initial``, ``usage.exchange_no_registers`` (what
        no register tells is left out), ``usage.exchange_differs`` (registers that fall).
    """
    gap = Gap()
    pieces = _pieces(before, exchanges, after, factor)
    at_once = any(piece.start == piece.end and piece.volume > 0 for piece in pieces)
    dated = _is_dated(before, exchanges, after) and not at_once  # nothing runs in no time
    for exchange in exchanges:
        gap.findings.extend(_told(exchange, dated))
    for piece in pieces:
        if piece.opening is not None and piece.closing is not None and np.isnan(piece.volume):
            registers = {"before": _plain(piece.opening), "after": _plain(piece.closing)}
            context = {"row": exchanges[0].row, **registers}
            gap.findings.append(Finding("usage.exchange_differs", Severity.CAUTION, context))
    width = max(float(r.steps.max()) for r in (before, after) if r is not None)
    if dated:
        for piece in pieces:
            if piece.start is not None and piece.end is not None and piece.start < piece.end:
                gap.intervals.append((piece.start, piece.end, piece.volume, width, piece.row))
        for exchange in exchanges:
            assert exchange.moment is not None  # it is dated
            moment = exchange.moment
            gap.breaks.append(RegisterBreak(start=moment, end=moment, row=exchange.row))
    elif before is not None and after is not None and before.times[-1] < after.times[0]:
        start, end = before.times[-1], after.times[0]
        total = float(np.sum([piece.volume for piece in pieces]))
        row = exchanges[-1].row if after.rows is None else int(after.rows[0])
        gap.intervals.append((start, end, total, width, row))
        parts = (pieces[0].volume, pieces[-1].volume) if len(pieces) == 2 else None
        gap.breaks.append(RegisterBreak(start=start, end=end, row=exchanges[0].row, parts=parts))
    return gap


def _pieces(
    before: CleanRegister | None, exchanges: Sequence[Exchange], after: CleanRegister | None, factor: float
) -> list[_Piece]:
    """What each meter ran in the gap, in order; the ends beyond the readings only where a moment is known."""
    starts = [(e.moment, _scaled(e.initial, factor)) for e in exchanges]
    ends = [(e.moment, _scaled(e.final, factor)) for e in exchanges]
    rows = [exchange.row for exchange in exchanges]
    pieces = [
        _Piece(*start, *end, row) for start, end, row in zip(starts[:-1], ends[1:], rows[1:], strict=True)
    ]
    if before is not None:
        last = before.times[-1], float(before.shown[-1])
        pieces.insert(0, _Piece(*last, *ends[0], rows[0]))
    if after is not None:
        first = after.times[0], float(after.shown[0])
        row = rows[-1] if after.rows is None else int(after.rows[0])
        pieces.append(_Piece(*starts[-1], *first, row))
    return pieces


def _is_dated(
    before: CleanRegister | None, exchanges: Sequence[Exchange], after: CleanRegister | None
) -> bool:
    """Whether every moment is known and lies between the readings, one after the other."""
    moments = [exchange.moment for exchange in exchanges]
    if before is not None:
        moments.insert(0, before.times[-1])
    if after is not None:
        moments.append(after.times[0])
    known = [moment for moment in moments if moment is not None]
    return len(known) == len(moments) and all(a <= b for a, b in pairwise(known))


def _told(exchange: Exchange, dated: bool) -> list[Finding]:
    context: dict[str, object] = {"row": exchange.row}
    known = {"final": exchange.final, "initial": exchange.initial}
    if exchange.final is None or exchange.initial is None:
        code = "usage.exchange_no_registers"
        if exchange.final is not None:
            code = "usage.exchange_no_initial"
        elif exchange.initial is not None:
            code = "usage.exchange_no_final"
        return [Finding(code, Severity.CAUTION, context)]
    code, severity = ("usage.exchange", Severity.NOTE)
    if exchange.seen:
        code, severity = ("usage.exchange_seen", Severity.CAUTION)
    elif not dated:
        code, severity = ("usage.exchange_undated", Severity.CAUTION)
    return [Finding(code, severity, context | known)]


def _scaled(register: float | None, factor: float) -> float | None:
    return None if register is None else round(register * factor, 9)


def _plain(value: float) -> str:
    return f"{value:.10g}"
