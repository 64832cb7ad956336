"""What is due for the meter removed by which rule, and against which limits it was found."""

from __future__ import annotations

import math
from datetime import date
from functools import partial

from comparekit.errors import CompareKitError
from comparekit.ingest.limits_file import load_limits
from comparekit.ingest.settlement_file import load_settlement
from comparekit.readings.meter import Meter, Meters
from comparekit.readings.moments import in_zone
from comparekit.readings.usage import used_between
from comparekit.services.replacement_certificate import judged_certificate
from comparekit.services.replacement_limits import limits_of
from comparekit.services.replacement_meter import in_use_since
from comparekit.settlement_rules import SettlementTable
from comparekit.studies.bridge_evidence import OLD
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.replacement import Prices
from comparekit.studies.replacement_result import VOLUME, ReplacementResult
from comparekit.studies.series_result import SeriesResult
from comparekit.studies.settlement import Consumption, settlements
from comparekit.studies.settlement_result import Settlement, Verified


def settled(
    result: ReplacementResult,
    plates: Meters | None,
    compared: SeriesResult | None,
    prices: Prices,
    place: str | None,
    *,
    suspect: str = OLD,
    rules: SettlementTable | None = None,
) -> tuple[Settlement, ...]:
    """By every rule in force; of a comparison in series alone, what would be due if it were verified.

    `rules` are by default those that ship for the utility.

    Raises
    ------
    CompareKitError
        ``settlement.no_place``: a place that no rule is of.
    """
    rules = _rules(rules or load_settlement(result.protocol.utility), place)
    if suspect != OLD or result.measure != VOLUME:
        return ()
    removed = in_zone(result.replaced, result.usage.timezone).date()
    verified = _verified(result, plates, compared, removed)
    if verified is None:
        return ()
    rate = result.rate_before
    use = Consumption(
        removed_on=removed,
        checked_on=in_use_since(plates, removed),
        per_day=Uncertain(estimate=rate, low=rate, high=rate) if math.isfinite(rate) else None,
        between=partial(used_between, result.usage),
        tariff=prices.tariff,
        price=prices.price,
        people=prices.people,
        unit=result.usage.unit,
    )
    return settlements(rules, verified, use, place=place)


def _verified(
    result: ReplacementResult, plates: Meters | None, compared: SeriesResult | None, removed: date
) -> Verified | None:
    """The error of the meter removed and the limits in service; None where nobody measured it.

    A certificate by which it stood still at a flow tells no error at the household's use, but that it is
    beyond its limits all the same.
    """
    utility = result.protocol.utility
    old = Meter() if plates is None else plates.test
    judged = None
    if plates is not None:
        judged = judged_certificate("test", plates, utility=utility, removed_on=removed)
    conforming = None if judged is None else judged.conforming
    still = judged is not None and any(point.point.stands_still for point in judged.points)
    if result.meter is None and not (still and conforming is False):
        return None
    verification = still or (result.meter is not None and result.meter.basis == "verification")
    usual = load_limits(utility).classes[0] if compared is None else compared.protocol.limits
    limits = limits_of(old, utility) or usual
    return Verified(
        error=None if result.meter is None else result.meter.deviation,
        limit=limits.at("upper", in_service=True),
        lower_limit=limits.at("lower", in_service=True),
        by_zone=judged.by_zone if judged is not None and verification else None,
        conforming=conforming if verification else None,
        hypothetical=not verification,
    )


def _rules(table: SettlementTable, place: str | None) -> SettlementTable:
    """The rules, which have to know the place.

    Raises
    ------
    CompareKitError
        ``settlement.no_place``: a place none of them is of.
    """
    if place is not None and place not in table.places:
        known = ", ".join(sorted(table.places)) or "–"
        raise CompareKitError("settlement.no_place", found=place, expected=known)
    return table
