"""Study use before and after a replacement: read what there is, choose the rules, ask the study."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from comparekit.errors import CompareKitError, Fault, UnusableLog
from comparekit.findings import Finding, Severity
from comparekit.ingest.meters_file import load_meters
from comparekit.ingest.read_usage import read_usage
from comparekit.ingest.replacement_file import load_replacement_protocol
from comparekit.ingest.usage_titles import utilities_named
from comparekit.readings.bills import Bills
from comparekit.readings.log import InputFile
from comparekit.readings.meter import Meters
from comparekit.readings.moments import in_zone
from comparekit.readings.usage import BILLS, UsageSeries
from comparekit.replacement_protocol import ReplacementProtocol
from comparekit.services.compare import compare_log
from comparekit.services.kept_rules import KeptRules
from comparekit.services.replacement_meter import evidence_of_meter, in_use_since
from comparekit.services.replacement_prices import (
    priced_usage,
    prices_with_share,
    with_one_price,
    with_used_before,
)
from comparekit.services.replacement_settled import settled
from comparekit.services.replacement_sides import both_sides
from comparekit.studies.bridge_evidence import NEW, OLD
from comparekit.studies.register_breaks import at_replacement
from comparekit.studies.replacement import study_replacement
from comparekit.studies.replacement_result import AMOUNT, VOLUME, ReplacementResult
from comparekit.studies.series_result import SeriesResult
from comparekit.studies.use_blocks import use_blocks
from comparekit.studies.winter_swing import heating_findings
from comparekit.tariff import Tariff
from comparekit.units import find_unit

_UTILITY_OF_UNIT = {"kWh": "electricity"}
_ONE_WORD = re.compile(r"[^\W\d_]+")
_DAY_ALONE = len("2025-04-01")
_WRITTEN_DAY = re.compile(r"(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asked for, beside the file of use.

    Attributes
    ----------
    replaced : str
        Date of the replacement (2025-04-01), or date and time, in the protocol's zone.
    protocol_id : str or None
        Id or path; None: chosen by utility.
    price : float or str or None
        Yuan for one unit, or the id or path of a tariff.
    people : int or None
        Size of the household, for tiers that depend on it.
    peak_share : float or None
        Share of the use in peak hours [1].
    series : tuple of path
        Log, or test log and reference log, of a comparison in series: the old meter is the test meter.
    series_meters, meters : path or None
        Plates of that comparison, by default those of the replacement; plates of the replacement, whose
        ``[test]`` is the meter removed: its certificate is the verification of the removed meter.
    suspect : str
        ``old`` or ``new``.
    place : str or None
        Whose local rules of settlement hold, beside the national ones.
    mapping, labels
        As for `read_usage`.
    """

    replaced: str
    protocol_id: str | None = None
    price: float | str | None = None
    people: int | None = None
    peak_share: float | None = None
    series: tuple[str | Path, ...] = ()
    series_meters: str | Path | None = None
    meters: str | Path | None = None
    suspect: str = OLD
    place: str | None = None
    mapping: Mapping[str, str] | None = None
    labels: str | None = None


def replacement_of_file(path: str | os.PathLike[str], asked: Asked) -> ReplacementResult:
    """Study the use in a file about a replacement.

    Raises
    ------
    FaultyLog, UnusableLog, FaultyProtocol, FaultyMeters
        With every fault of the file in question.
    CompareKitError
        ``replacement.date``: a date that is none. ``replacement.outside``: nothing on one of its sides.
    """
    protocol = None if asked.protocol_id is None else _rules_called(asked.protocol_id)
    zone = {} if protocol is None else {"timezone": protocol.timezone}
    read = read_usage(path, mapping=asked.mapping, labels=asked.labels, **zone)
    return compare_replacement(
        read,
        asked.replaced,
        protocol,
        series=_compared(asked),
        meters=None if asked.meters is None else load_meters(asked.meters),
        suspect=asked.suspect,
        price=asked.price,
        people=asked.people,
        peak_share=asked.peak_share,
        place=asked.place,
    )


def compare_replacement(
    usage: Bills | UsageSeries,
    replaced: str | date | np.datetime64,
    protocol: ReplacementProtocol | str | None = None,
    *,
    series: SeriesResult | None = None,
    meters: Meters | None = None,
    suspect: str = OLD,
    price: float | str | Tariff | None = None,
    people: int | None = None,
    peak_share: float | None = None,
    place: str | None = None,
    kept: KeptRules | None = None,
) -> ReplacementResult:
    """Did use change with a meter, when, and how much of it can the meter be?

    Parameters
    ----------
    usage : Bills or UsageSeries
        From `comparekit.ingest.read_usage.read_usage`, or made by hand.
    replaced : str, date, datetime or datetime64
        When the meter was replaced. A day stands for its midnight among bills and for some time of that day
        otherwise; a datetime64 finer than a day is UTC.
    protocol : ReplacementProtocol or str, optional
        The rules, or their id or file; by default ``<utility>-replacement``, water for m3 alone.
    series : SeriesResult, optional
        A comparison of both meters in series, the old one as test meter.
    meters : Meters, optional
        Plates: the certificate of ``test`` is the verification of the meter removed.
    suspect : str
        ``old`` or ``new``.
    price : float or str or Tariff, optional
        Yuan for one unit, or a tariff, its id or its file.
    people : int, optional
        Size of the household, for tiers that depend on it.
    peak_share : float, optional
        Share of the use in peak hours [1], which a tariff by the hour needs.
    place : str, optional
        Whose rules of settlement hold, beside the national ones.
    kept : KeptRules, optional
        Rules as they once were, in place of those that ship: a protocol given as itself goes before them.

    Returns
    -------
    ReplacementResult
        See `comparekit.studies.replacement.study_replacement`. Without `series` and `meters` its verdict is
        *inconclusive*: a record of use never shows a faulty meter.

    Raises
    ------
    CompareKitError
        ``replacement.date``: a date that is none. ``replacement.outside``: no use on one of its sides.
    ValueError
        An unknown `suspect`, a price that is none.
    """
    if suspect not in (OLD, NEW):
        raise ValueError(f"suspect: {OLD!r} or {NEW!r}, not {suspect!r}")
    assumptions: list[str] = []
    prices, shared = prices_with_share(price, people, peak_share, usage.peak_share)
    usage = _of_the_tariff(usage, prices.tariff)
    if protocol is None:
        utility = usage.utility or _UTILITY_OF_UNIT.get(usage.unit)
        assumptions += [] if utility else ["utility_water"]
        protocol = f"{utility or 'water'}-replacement"
    if kept is not None and isinstance(protocol, str):
        protocol = kept.protocol
    rules = _rules_called(protocol) if isinstance(protocol, str) else protocol
    _same_unit(usage, rules)
    record, measure = priced_usage(usage, prices)
    assumptions += ["amounts_as_use"] if measure == AMOUNT else []
    prices, one_price = with_one_price(record, prices, measure)
    record, moment = at_replacement(record, moment_of(replaced, record))
    both_sides(record, moment, str(replaced))
    prices, used_open = with_used_before(usage, prices, moment)
    day = in_zone(moment, record.timezone).date()
    meter, noticed = evidence_of_meter(suspect, series, meters, utility=rules.utility, removed_on=day)
    if "utility_water" in assumptions and measure == VOLUME:
        noticed = (*noticed, *heating_findings(use_blocks(record, moment), moment))
    if used_open:
        noticed = (*noticed, Finding("replacement.tier_position_open", Severity.CAUTION, {}))
    result = study_replacement(
        record,
        moment,
        rules,
        meter=meter,
        prices=prices,
        measure=measure,
        findings=(*shared, *noticed, *one_price),
        assumptions=tuple(assumptions),
        since=in_use_since(meters, day, suspect),
    )
    due_rules = None if kept is None else kept.settlement
    due = settled(result, meters, series, prices, place, suspect=suspect, rules=due_rules)
    more = () if series is None else series.inputs
    files = () if meters is None or not meters.file else (InputFile(file=meters.file, sha256=meters.sha256),)
    # The same plates may have been read for the comparison already.
    return replace(result, settlements=due, inputs=tuple(dict.fromkeys((*result.inputs, *more, *files))))


def _rules_called(name: str) -> ReplacementProtocol:
    """The rules of an id or a file; those of a utility where that alone is named (gas, 燃气)."""
    utilities = utilities_named(name) if _ONE_WORD.fullmatch(name) else set()
    return load_replacement_protocol(f"{utilities.pop()}-replacement" if len(utilities) == 1 else name)


def moment_of(told: str | date | np.datetime64, usage: UsageSeries) -> np.datetime64:
    """The moment of a replacement, UTC.

    A day without an hour is the day of reading for bills: its midnight parts them. Among days it is some
    time of that day, which belongs to neither side.
    """
    if isinstance(told, np.datetime64):
        if np.datetime_data(told.dtype)[0] not in ("D", "M", "Y"):
            moment_told: np.datetime64 = told.astype("datetime64[ns]")
            return moment_told
        told = str(told.astype("datetime64[D]"))
    text = (told.isoformat() if isinstance(told, date) else told).strip()
    written = _WRITTEN_DAY.fullmatch(text)
    if written is not None:
        text = "{:0>4}-{:0>2}-{:0>2}".format(*written.groups())
    try:
        if "W" in text.upper():  # a week is no day
            raise ValueError(text)
        if len(text) > _DAY_ALONE:
            moment = datetime.fromisoformat(text)
        else:
            hour = time() if usage.kind == BILLS else time(12)
            moment = datetime.combine(date.fromisoformat(text), hour)
    except ValueError as error:
        raise CompareKitError("replacement.date", found=text) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(usage.timezone))
    seconds: np.datetime64 = np.datetime64(round(moment.timestamp()), "s").astype("datetime64[ns]")
    return seconds


def _of_the_tariff(usage: Bills | UsageSeries, tariff: Tariff | None) -> Bills | UsageSeries:
    """Use of the tariff's utility, where the file does not tell its own.

    Raises
    ------
    CompareKitError
        ``replacement.other_tariff``: the file tells of another utility.
    """
    if tariff is None:
        return usage
    told = usage.utility or _UTILITY_OF_UNIT.get(usage.unit)
    if told is not None and told != tariff.utility:
        raise CompareKitError("replacement.other_tariff", found=tariff.id, utility=told)
    if usage.utility is not None:
        return usage
    known = isinstance(usage, UsageSeries) or any(bill.volume is not None for bill in usage)
    unit = usage.unit if known else tariff.unit
    return replace(usage, utility=tariff.utility, unit=unit)


def _same_unit(read: Bills | UsageSeries, protocol: ReplacementProtocol) -> None:
    unit = find_unit(read.unit)
    if unit is not None and unit.base != protocol.unit:
        fault = Fault(
            code="unit.not_of_protocol",
            file=read.inputs[0].file if read.inputs else None,
            found=read.unit,
            expected=protocol.unit,
            context={"protocol": protocol.id},
        )
        raise UnusableLog([fault])


def _compared(asked: Asked) -> SeriesResult | None:
    if not asked.series:
        return None
    log, *second = asked.series
    # The plates of the replacement are those of the comparison too, unless it has its own.
    plates = asked.series_meters or asked.meters
    return compare_log(log, second[0] if second else None, meters_path=plates)
