"""Readings or bills about a replacement: what its date says of a register that falls, or was exchanged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.readings.moments import in_zone
from comparekit.readings.usage import BILLS, READINGS, RegisterBreak, UsageSeries

_UNDATED = ("usage.exchange_undated", "bills.exchange_inside")
_FALLS = ("registers.rollover", "registers.backward")


def at_replacement(usage: UsageSeries, replaced: np.datetime64) -> tuple[UsageSeries, np.datetime64]:
    """A record read anew in the light of when the meter was replaced.

    Parameters
    ----------
    usage : UsageSeries
        Anything but periodic readings and bills comes back as it is.
    replaced : datetime64
        Moment of the replacement, UTC.

    Returns
    -------
    UsageSeries, datetime64
        A register that falls on that day is a new meter, and did not start over: without its first register
        the period is left out (``usage.exchange_unknown``). An exchange whose day the log does not tell
        divides its period (``usage.exchange_at_date``). Where nothing shows an exchange the register is
        taken to go on (``usage.exchange_unseen``); a bill that holds the day and not both registers stays one
        (``bills.replaced_inside``). And the moment, put to that of the log where both lie on
        one day.
    """
    if usage.kind not in (READINGS, BILLS):
        return usage, replaced
    day = _day(usage, replaced)
    near = [b for b in usage.breaks if _day(usage, b.start) <= day <= _day(usage, b.end)]
    near.sort(key=lambda b: (not b.start <= replaced <= b.end, b.fall))
    if not near:
        return _without_break(usage, replaced), replaced
    found = near[0]
    moment = min(max(replaced, found.start), found.end)
    if found.fall:
        return _left_out(usage, found), moment
    inside = found.start < moment < found.end
    return (_divided(usage, found, moment) if found.parts and inside else usage), moment


def _day(usage: UsageSeries, moment: np.datetime64) -> np.datetime64:
    return np.datetime64(in_zone(moment, usage.timezone).date(), "D")


def _left_out(usage: UsageSeries, fall: RegisterBreak) -> UsageSeries:
    """The record without the period in which a new meter began with an unknown register."""
    here = usage.start == fall.start
    told = [f for f in usage.findings if f.code in _FALLS and f.context.get("row") == fall.row]
    context: dict[str, object] = {"row": fall.row}
    for name in ("before", "after"):
        context[name] = told[0].context.get(name) if told else None
    found = Finding("usage.exchange_unknown", Severity.CAUTION, context)
    return replace(
        usage,
        volume=np.where(here, np.nan, usage.volume),
        low=np.where(here, 0.0, usage.low),
        high=np.where(here, np.inf, usage.high),
        unique=usage.unique & ~here,
        findings=(*(f for f in usage.findings if f not in told), found),
    )


def _divided(usage: UsageSeries, exchange: RegisterBreak, moment: np.datetime64) -> UsageSeries:
    """The record with the period of an exchange divided at its moment."""
    place = int(np.flatnonzero(usage.start == exchange.start)[0])
    width = float(usage.high[place] - usage.volume[place])
    twice = np.insert(np.arange(len(usage)), place, place)
    parts = np.array(exchange.parts, dtype=float)
    arrays: dict[str, Any] = {
        name: getattr(usage, name)[twice].copy()
        for name in ("start", "end", "volume", "low", "high", "unique", "estimated", "rows")
    }
    two = slice(place, place + 2)
    arrays["end"][place] = arrays["start"][place + 1] = moment
    arrays["volume"][two] = parts
    width = width if np.isfinite(width) else 0.0
    if usage.amount is not None:  # paid for both meters: parted as their use
        shares = parts / parts.sum() if parts.sum() > 0 else np.full(2, np.nan)
        arrays["amount"] = usage.amount[twice].copy()
        arrays["amount"][two] *= shares
    if usage.bills is not None:
        arrays["bills"] = usage.bills[twice].copy()
        lengths = (arrays["end"] - arrays["start"])[two]
        arrays["bills"][two] *= lengths / lengths.sum()
    arrays["low"][two] = np.where(np.isnan(parts), 0.0, np.maximum(parts - width, 0.0))
    arrays["high"][two] = np.where(np.isnan(parts), np.inf, parts + width)
    told = [f for f in usage.findings if f.code in _UNDATED and f.context.get("row") == exchange.row]
    day = str(_day(usage, moment))
    found = [Finding("usage.exchange_at_date", Severity.NOTE, {**f.context, "day": day}) for f in told]
    return replace(
        usage,
        **arrays,
        covariates={name: values[twice] for name, values in usage.covariates.items()},
        findings=(*(f for f in usage.findings if f not in told), *found),
    )


def _without_break(usage: UsageSeries, replaced: np.datetime64) -> UsageSeries:
    """The record, with what is to be said where no break of the register lies at the replacement."""
    written = [b for b in usage.breaks if not b.fall]
    day = str(_day(usage, replaced))
    if written:
        nearest = min(written, key=lambda b: abs(b.start - replaced))
        told = str(_day(usage, nearest.end))
        context: dict[str, object] = {"row": nearest.row, "told": told, "day": day}
        found = Finding("usage.exchange_other_day", Severity.CAUTION, context)
    elif usage.kind == BILLS:
        around = (usage.start < replaced) & (usage.end > replaced)
        if not around.any():
            return usage
        row = int(usage.rows[around][0])
        found = Finding("bills.replaced_inside", Severity.NOTE, {"row": row, "day": day})
    elif ((usage.start <= replaced) & (usage.end > replaced)).any():
        found = Finding("usage.exchange_unseen", Severity.NOTE, {"day": day})
    else:
        return usage
    return replace(usage, findings=(*usage.findings, found))
