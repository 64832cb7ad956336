"""A settlement as plain data."""

from __future__ import annotations

from comparekit.studies.bridge_json import uncertain_to_dict
from comparekit.studies.settlement_result import Settlement


def settlement_to_dict(settlement: Settlement) -> dict[str, object]:
    """Plain numbers, strings, lists and None; the rule with its clause and how sure we are of it."""
    rule = settlement.rule
    return {
        "rule": {
            "id": rule.id,
            "place": rule.place,
            "clause": dict(rule.clause),
            "source": rule.origin.source,
            "edition": rule.origin.edition,
            "certainty": str(rule.origin.certainty),
            "text_read": rule.text_read,
            "as_law": rule.as_law,
            "basis": str(rule.basis),
            "span": str(rule.period.span),
            "costs": {"beyond": str(rule.costs.beyond), "within": str(rule.costs.within)},
        },
        "status": settlement.status,
        "hypothetical": settlement.verified.hypothetical,
        "error": uncertain_to_dict(settlement.verified.error),
        "limit": settlement.verified.limit,
        "lower_limit": settlement.verified.lower_limit,
        "zone_open": settlement.verified.zone_open,
        "direction": settlement.direction,
        "payer": str(settlement.payer),
        "start": None if settlement.start is None else str(settlement.start),
        "end": None if settlement.end is None else str(settlement.end),
        "use": uncertain_to_dict(settlement.use),
        "volume": uncertain_to_dict(settlement.volume),
        "money": uncertain_to_dict(settlement.money),
        "unit": settlement.unit,
        "currency": settlement.currency,
        "missing": list(settlement.missing),
        "month": {
            "volume": uncertain_to_dict(settlement.month_volume),
            "money": uncertain_to_dict(settlement.month_money),
        },
    }
