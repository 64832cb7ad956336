"""The bridge between two bills in sentences, for residents and for officials."""

from __future__ import annotations

from comparekit.decisions.meter_share import MeterShare
from comparekit.i18n.catalog import text
from comparekit.stats.interval import Interval
from comparekit.studies.bridge_evidence import SERIES, WORST_POINT
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.bridge_result import METER, Bridge, Step
from comparekit.tariff import Tariff
from comparekit.wording.numbers import percent, percent_range
from comparekit.wording.uncertain import Quantity, money_in, volume_in

_WHOLE = 0.995  # of the change: then the meter may be all of it
_AUDIENCES = ("resident", "official")


def meter_verdict(
    verdict: MeterShare, bridge: Bridge, tolerance: Interval, language: str, audience: str = "resident"
) -> str:
    """The verdict about the meter; with bills alone, that they say nothing about it."""
    if audience not in _AUDIENCES:
        raise ValueError(f"audience: one of {_AUDIENCES}, not {audience!r}")
    if bridge.evidence is None:
        return text(language, "bridge.verdict_alone", meter=_meter(bridge, language))
    own = bridge.evidence.deviation
    case = str(verdict)
    if verdict == MeterShare.DEVIATE:
        case += "_high" if own.estimate > 0 else "_low"
    return text(
        language,
        f"bridge.verdict.{audience}.{case}",
        **_names(bridge, language),
        tolerance=_tolerance(tolerance),
        deviation=percent(own.estimate, own.half_width, language),
        interval=percent_range(own.low, own.high, language),
    )


def change_phrase(bridge: Bridge, language: str) -> str:
    """By how much the bill (without money: the use) changed, as the beginning of a sentence."""
    change, quantity = _main(bridge.change), _quantity(bridge, language)
    word = "use" if bridge.change.money is None else "change"
    if round(change.estimate, quantity.decimals) == 0:
        return text(language, f"bridge.{word}_none")
    amount = quantity.exactly(change.estimate) if change.certain else quantity.rounded(change)
    return text(language, f"bridge.{word}_{'less' if change.estimate < 0 else 'more'}", amount=amount)


def at_most_sentence(bridge: Bridge, language: str, audience: str = "resident") -> str:
    """The most the meter can have to do with the change: x of y yuan."""
    most = bridge.at_most
    prefix = f"bridge.at_most.{audience}"
    names = {**_names(bridge, language), "change": change_phrase(bridge, language)}
    if most is None:
        return text(language, f"{prefix}.alone", **names)
    quantity = _quantity(bridge, language)
    toward, against = most.volume or 0.0, most.against_volume or 0.0
    if most.money is not None and most.against_money is not None:
        toward, against = most.money, most.against_money
    if most.share is None:
        case = "nothing_changed"
    elif toward == 0:
        case = "against" if against else "none"
    elif most.share >= _WHOLE:
        case = "all"
    else:
        case = "both_ways" if against else "most"
    values = {
        "most": quantity.at_most(toward),
        "against": quantity.at_most(against),
        "largest": quantity.at_most(max(toward, against)),
        "share": "" if most.share is None else _share(most.share, language),
    }
    return text(language, f"{prefix}.{case}", **names, **values)


def step_name(step: Step, language: str) -> str:
    """What the step is called."""
    return text(language, f"bridge.step.{step.code}")


def step_sentence(step: Step, bridge: Bridge, language: str, audience: str = "resident") -> str:
    """What the step adds: money where it is known, and the volume behind it."""
    said = [
        quantity.changed(value) if audience == "resident" else quantity.interval(value)
        for value, quantity in (
            (step.money, money_in(bridge.currency, language)),
            (step.volume, volume_in(bridge.unit, bridge.utility, language)),
        )
        if value is not None and (value.estimate or not value.certain or step.code == METER)
    ]
    if audience == "resident" and step.money is not None and step.money.low < 0 < step.money.high:
        said = said[:1]  # the same doubt once
    both = "" if len(said) == 1 else text(language, "bridge.amount.both", money=said[0], volume=said[1])
    return text(language, "bridge.step.line", name=step_name(step, language), amount=both or said[0])


def step_reason(step: Step, bridge: Bridge, language: str) -> str:
    """Why there is this step."""
    return text(
        language,
        f"bridge.reason.{step.code}",
        **_names(bridge, language),
        old_days=bridge.old.days,
        new_days=bridge.new.days,
        season=factor_told(bridge.season),
        control=factor_told(bridge.control),
    )


def over_time_sentence(bridge: Bridge, language: str) -> str:
    """What the suspect meter counted too much or too little over the whole time; empty without one."""
    over = bridge.over_time
    if over is None:
        return ""
    quantity, value = _quantity(bridge, language), over.volume if over.money is None else over.money
    if value is None:
        return ""
    case = "more" if value.low >= 0 else "less" if value.high <= 0 else "either"
    if case == "either":
        low, high = quantity.at_most(-value.low), quantity.at_most(value.high)
    else:
        low, high = quantity.ends(value)
    return text(
        language,
        f"bridge.over_time.{case}",
        **_names(bridge, language),
        start=over.start,
        end=over.end,
        amount=quantity.rounded(value),
        low=low,
        high=high,
    )


def bridge_notes(bridge: Bridge, language: str, tariff: Tariff | None = None) -> tuple[str, ...]:
    """The order of the steps, where the prices come from, and what is known of the meter."""
    said = [text(language, "bridge.order", **_names(bridge, language))]
    title = "" if tariff is None else tariff.title.get(language, tariff.id)
    said.append(text(language, f"bridge.note.{bridge.pricing}", title=title))
    if bridge.evidence is not None:
        evidence = bridge.evidence
        key = "series" if evidence.basis == SERIES else "verification"
        key += "_worst_point" if evidence.profile == WORST_POINT else ""
        said.append(text(language, f"bridge.note.{key}"))
        if evidence.below:
            said.append(
                text(language, "bridge.note.below", below=percent(evidence.below, None, language, False))
            )
    return tuple(said)


def factor_told(factor: Uncertain) -> str:
    """A factor with its range."""
    if factor.certain:
        return f"{factor.estimate:.3g}"
    return f"{factor.estimate:.2f} ({factor.low:.2f}–{factor.high:.2f})"


def _main(step: Step) -> Uncertain:
    value = step.volume if step.money is None else step.money
    if value is None:
        raise ValueError("bridge: neither volume nor money")
    return value


def _quantity(bridge: Bridge, language: str) -> Quantity:
    if bridge.change.money is None:
        return volume_in(bridge.unit, bridge.utility, language)
    return money_in(bridge.currency, language)


def _names(bridge: Bridge, language: str) -> dict[str, object]:
    suspect = "old" if bridge.evidence is None else bridge.evidence.suspect
    return {
        "meter": _meter(bridge, language),
        "suspect": text(language, f"bridge.suspect.{suspect}"),
        "larger": text(language, f"bridge.bill.{bridge.valued_on}"),
    }


def _meter(bridge: Bridge, language: str) -> str:
    return text(language, f"bridge.meter.{bridge.utility}")


def _tolerance(tolerance: Interval) -> str:
    low, high = (100 * (end or 0.0) for end in (tolerance.low, tolerance.high))
    return f"±{high:g} %" if -low == high else f"−{-low:g} % … +{high:g} %"


def _share(share: float, language: str) -> str:
    """A share of the change rounded up, so that "less than" holds."""
    whole = int(100 * share) + 1
    return text(language, "bridge.amount.percent", number=whole)
