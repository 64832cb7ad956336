"""What is known of the suspect meter in a replacement study, and what is due for it by which rule."""

from __future__ import annotations

import math
from datetime import date

from comparekit.errors import Fault, FaultyMeters
from comparekit.ingest.limits_file import load_limits
from comparekit.ingest.settlement_file import load_settlement
from comparekit.limits import ErrorLimits
from comparekit.readings.meter import Meter, Meters
from comparekit.readings.moments import in_zone
from comparekit.studies.bridge_evidence import OLD, MeterEvidence, series_evidence, verification_evidence
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.replacement import Prices
from comparekit.studies.replacement_result import VOLUME, ReplacementResult
from comparekit.studies.series_result import SeriesResult
from comparekit.studies.settlement import Consumption, settlements
from comparekit.studies.settlement_result import Settlement, Verified

_UPPER = "upper"  # zone of flow: where most of a home's use runs


def evidence_of_meter(
    suspect: str, compared: SeriesResult | None, plates: Meters | None
) -> MeterEvidence | None:
    """What a verification says of the suspect, else a comparison in series; None where neither does.

    A verification goes first: it is the one that settles a dispute.

    Raises
    ------
    FaultyMeters
        Plates given as all there is, which say nothing of the suspect.
    """
    if plates is not None:
        own = plates.test if suspect == OLD else plates.reference
        if own.certificate:
            return verification_evidence(own.certificate, suspect)
        if compared is None and own.verified_on is None and own.accuracy_class is None:
            table = "test" if suspect == OLD else "reference"
            context = {"table": table}
            raise FaultyMeters([Fault(code="meters.no_certificate", file=plates.file, context=context)])
    return None if compared is None else series_evidence(compared, suspect)


def in_use_since(plates: Meters | None, removed_on: date) -> date | None:
    """Day of the removed meter's last verification before it was removed, None where that is not known.

    A meter is often verified once more after it was taken down; that day begins nothing.
    """
    known = None if plates is None else plates.test.verified_on
    return known if known is not None and known < removed_on else None


def settled(
    result: ReplacementResult,
    plates: Meters | None,
    compared: SeriesResult | None,
    prices: Prices,
    place: str | None,
) -> tuple[Settlement, ...]:
    """By every rule in force; of a comparison in series alone, what would be due if it were verified."""
    if result.meter is None or result.meter.suspect != OLD or result.measure != VOLUME:
        return ()
    old = Meter() if plates is None else plates.test
    verified = Verified(
        error=result.meter.deviation,
        limit=_limit(old, compared, result.protocol.utility),
        hypothetical=result.meter.basis != "verification",
    )
    removed = in_zone(result.replaced, result.usage.timezone).date()
    rate = result.rate_before
    use = Consumption(
        removed_on=removed,
        checked_on=in_use_since(plates, removed),
        per_day=Uncertain(estimate=rate, low=rate, high=rate) if math.isfinite(rate) else None,
        tariff=prices.tariff,
        price=prices.price,
        people=prices.people,
        unit=result.usage.unit,
    )
    return settlements(load_settlement(result.protocol.utility), verified, use, place=place)


def _limit(meter: Meter, compared: SeriesResult | None, utility: str) -> float:
    """The limit in service of the upper zone, of the plate's class or of the usual one."""
    table = load_limits(utility)
    limits: ErrorLimits | None = None
    if meter.accuracy_class is not None:
        limits = table.of_class(meter.accuracy_class)
    if limits is None:
        limits = table.classes[0] if compared is None else compared.protocol.limits
    return limits.at(_UPPER, in_service=True)
