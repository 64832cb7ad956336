"""Refund and back-charge in sentences; a rule whose text nobody read is never told as law."""

from __future__ import annotations

from functools import reduce

from comparekit.i18n.catalog import text
from comparekit.origin import Certainty
from comparekit.settlement_rules import Payer, SettlementRule, SettlementTable
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.settlement_result import BEYOND, NO_PRICE, OPEN, REFUND, WITHIN, Settlement
from comparekit.wording.numbers import percent, percent_range
from comparekit.wording.uncertain import Quantity, money_in, volume_in

_AUDIENCES = ("resident", "official")


def settlement_sentence(settlement: Settlement, language: str, audience: str = "resident") -> str:
    """What is due by the rule, how sure we are of it, and who pays the verification.

    Before a verification the whole is said as a supposition.
    """
    if audience not in _AUDIENCES:
        raise ValueError(f"audience: one of {_AUDIENCES}, not {audience!r}")
    body = text(language, f"settlement.body.{audience}.{_case(settlement)}", **_values(settlement, language))
    if settlement.verified.zone_open and settlement.direction is not None:
        said = text(language, "settlement.zone_note", **_zones(settlement, language))
        body = text(language, "settlement.two", first=body, second=said)
    told = text(
        language,
        f"settlement.{standing(settlement.rule)}",
        rule=rule_name(settlement.rule, language),
        body=body,
    )
    if settlement.verified.hypothetical:
        return text(language, "settlement.hypothetical", body=told)
    return told


def standing(rule: SettlementRule) -> str:
    """How the rule may be spoken of: ``law``, ``quoted`` (by others, not read) or ``unconfirmed``."""
    if rule.as_law:
        return "law"
    return "quoted" if rule.origin.certainty is Certainty.CONFIRMED else "unconfirmed"


def rule_name(rule: SettlementRule, language: str) -> str:
    """Its title, clause and place."""
    named = text(
        language,
        "settlement.rule",
        title=rule.title[language],
        clause=rule.clause.get(language, ""),
        place=rule.place_name[language],
    )
    return named.replace("  ", " ")


def unknown_sentence(rule: SettlementRule, language: str) -> str:
    """What of the rule is not known; empty where nothing is open."""
    if not rule.unknown:
        return ""
    return text(language, "settlement.unknown", unknown=rule.unknown[language])


def month_sentence(settlement: Settlement, language: str) -> str:
    """What the error makes of 30 days, as arithmetic; empty without the use."""
    money, volume = settlement.month_money, settlement.month_volume
    value = volume if money is None else money
    if value is None:
        return ""
    quantity = _volume_words(settlement, language) if money is None else _money_words(settlement, language)
    key = "month_exact" if value.certain else "month"
    return text(language, f"settlement.{key}", **_told(value, quantity))


def appeal_sentence(table: SettlementTable, language: str) -> str:
    """Who settles a dispute, and in which time one may ask again."""
    return text(language, "settlement.appeal", days=f"{table.arbitration.appeal_days:g}")


def _case(settlement: Settlement) -> str:
    if settlement.direction is None and settlement.verified.zone_open:
        return "zone_open"
    if settlement.direction is None:
        return {WITHIN: "within", OPEN: "open", BEYOND: "open"}[settlement.status]
    direction = "refund" if settlement.direction == REFUND else "back_charge"
    value = _due(settlement)
    if value is None:
        return f"{direction}_unknown" if settlement.rule.refund_told else "not_seen"
    return f"{direction}_exact" if value.certain else direction


def _due(settlement: Settlement) -> Uncertain | None:
    """Money where it is known, else the volume."""
    return settlement.volume if settlement.money is None else settlement.money


def _values(settlement: Settlement, language: str) -> dict[str, object]:
    error = settlement.verified.error
    value = _due(settlement)
    volume, money = _volume_words(settlement, language), _money_words(settlement, language)
    values: dict[str, object] = {
        "payer": _payer(settlement, language),
        "error": percent(-1.0, 1.0, language)
        if error is None
        else percent(error.estimate, error.half_width, language),
        "interval": text(language, "settlement.at_a_flow")
        if error is None
        else percent_range(error.low, error.high, language),
        "limit": _limits(settlement, language),
        "basis": text(language, f"settlement.basis.{settlement.rule.basis}"),
        "missing": _missing(settlement, language),
        "use": "" if settlement.use is None else volume.rounded(settlement.use),
        "in_volume": ""
        if settlement.volume is None or settlement.money is None
        else text(language, "settlement.in_volume", volume=volume.rounded(settlement.volume)),
        "period": ""
        if settlement.start is None
        else text(language, "settlement.period.whole", start=settlement.start, end=settlement.end),
    }
    if settlement.verified.zone_open:
        values |= _zones(settlement, language)
    if value is not None:
        values |= _told(value, volume if settlement.money is None else money)
    return values


def _payer(settlement: Settlement, language: str) -> str:
    """Who pays the verification, with a word where nobody has read that clause."""
    told = text(language, f"settlement.payer.{settlement.payer}")
    sure = settlement.rule.costs.origin.certainty is not Certainty.UNCONFIRMED
    return (
        told
        if sure or settlement.payer == Payer.NOT_TOLD
        else text(language, "settlement.payer.unconfirmed", told=told)
    )


def _told(value: Uncertain, quantity: Quantity) -> dict[str, object]:
    low, high = quantity.ends(value)
    return {"amount": quantity.rounded(value), "low": low, "high": high}


def _limits(settlement: Settlement, language: str) -> str:
    """The limit of the upper zone, and that of the lower one where nobody knows the zone."""
    verified = settlement.verified
    upper = _limit(verified.limit)
    if verified.lower_limit is None or verified.lower_limit == verified.limit:
        return upper
    lower = _limit(verified.lower_limit)
    transition = text(language, f"settlement.transition.{settlement.rule.utility}")
    return text(language, "settlement.limits", upper=upper, lower=lower, transition=transition)


def _limit(limit: float) -> str:
    return f"{100 * limit:g} %"


def _zones(settlement: Settlement, language: str) -> dict[str, object]:
    """Both limits, and what each of them makes of the error."""
    verified = settlement.verified
    above, below = verified.outcomes
    return {
        "transition": text(language, f"settlement.transition.{settlement.rule.utility}"),
        "upper": _limit(verified.limit),
        "lower": _limit(verified.lower_limit or verified.limit),
        "above": text(language, f"settlement.outcome.{above}"),
        "below": text(language, f"settlement.outcome.{below}"),
    }


def _missing(settlement: Settlement, language: str) -> str:
    reasons = [
        text(language, f"settlement.missing.{code}") for code in settlement.missing if code != NO_PRICE
    ]
    if not reasons:
        return ""
    return reduce(lambda a, b: text(language, "findings.both", first=a, second=b), reasons)


def _volume_words(settlement: Settlement, language: str) -> Quantity:
    return volume_in(settlement.unit, settlement.rule.utility, language)


def _money_words(settlement: Settlement, language: str) -> Quantity:
    return money_in(settlement.currency, language)
