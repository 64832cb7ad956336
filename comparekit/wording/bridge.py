"""The bridge between two bills in sentences, for residents and for officials."""

from __future__ import annotations

from comparekit.i18n.catalog import text
from comparekit.studies.bridge_evidence import NEW, OLD, SERIES, WORST_POINT, MeterEvidence
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.bridge_other import LIMITS, VERIFIED, OtherMeter
from comparekit.studies.bridge_result import METER, BillEnd, Bridge, Step
from comparekit.tariff import Tariff
from comparekit.wording.lists import listed
from comparekit.wording.numbers import percent
from comparekit.wording.uncertain import Quantity, days_told, money_in, volume_in

_WHOLE = 0.995  # of the change: then the meter may be all of it


def change_phrase(bridge: Bridge, language: str) -> str:
    """By how much the bill (without money: the use) changed, as the beginning of a sentence.

    A bill is called one where it is one: what is compared is the average period of a side otherwise.
    """
    change, quantity = _main(bridge.change), _quantity(bridge, language)
    word = "use" if bridge.change.money is None else "change"
    ends = {
        (True, True): "average",
        (True, False): "new_single",
        (False, True): "old_single",
        (False, False): "single",
    }
    case = f"bridge.{word}.{ends[bridge.old.average, bridge.new.average]}"
    if round(change.estimate, quantity.decimals) == 0:
        return text(language, f"{case}.none")
    amount = quantity.exactly(change.estimate) if change.certain else quantity.rounded(change)
    return text(language, f"{case}.{'less' if change.estimate < 0 else 'more'}", amount=amount)


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
    elif may_be_all(bridge):
        case = "all"
    else:
        case = "both_ways" if against else "most"
    sure = "interval" if bridge.steepest is None else "widened"
    values = {
        "sure": text(language, f"bridge.at_most.sure.{sure}"),
        "most": quantity.at_most(toward),
        "against": quantity.at_most(against),
        "largest": quantity.at_most(max(toward, against)),
        "share": "" if most.share is None else _share(most.share, language),
    }
    return text(language, f"{prefix}.{case}", **names, **values)


def may_be_all(bridge: Bridge) -> bool:
    """Whether the most the meter can be is the whole change: how much more says nothing of the bill."""
    share = None if bridge.at_most is None else bridge.at_most.share
    return share is not None and share >= _WHOLE


def bill_name(bridge: Bridge, side: str, language: str) -> str:
    """What one end of the bridge is called: an average period, or the bill it is."""
    end = bridge.old if side == OLD else bridge.new
    return text(language, f"bridge.bill.{bill_key(side, end)}")


def bill_key(side: str, end: BillEnd) -> str:
    """``old_average``, ``new_single``, ..."""
    return f"{side}_{'average' if end.average else 'single'}"


def step_name(step: Step, language: str) -> str:
    """What the step is called, after the days of earlier changes where it holds such."""
    if not step.changes:
        return text(language, f"bridge.step.{step.code}")
    days = [
        text(
            language,
            "bridge.step.day",
            month=text(language, f"verdict.month.{day.month}"),
            day=day.day,
        )
        for day in step.changes
    ]
    return text(language, f"bridge.step.{step.code}_changes", days=listed(days, language))


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
    code = step.code
    if code == METER and bridge.evidence is not None:
        measured = bridge.evidence.basis == SERIES or bridge.evidence.compared is not None
        code += "_series" if measured else "_verification"
    return text(
        language,
        f"bridge.reason.{code}",
        **_names(bridge, language),
        old_days=days_told(bridge.old.days),
        new_days=days_told(bridge.new.days),
        season=factor_told(bridge.season),
        control=factor_told(bridge.control),
    )


def bridge_notes(bridge: Bridge, language: str, tariff: Tariff | None = None) -> tuple[str, ...]:
    """The order of the steps, where the prices come from, and what is known of the meter."""
    said = [text(language, "bridge.order", **_names(bridge, language))]
    title = "" if tariff is None else tariff.title.get(language, tariff.id)
    key = bridge.pricing if bridge.steepest is None else f"{bridge.pricing}_steep"
    said.append(text(language, f"bridge.note.{key}", title=title, ratio=f"{bridge.steepest or 1:g}"))
    if bridge.evidence is not None:
        evidence = bridge.evidence
        key = "series" if evidence.basis == SERIES else "verification"
        key += "_worst_point" if evidence.profile == WORST_POINT else ""
        said.append(text(language, f"bridge.note.{key}", **_names(bridge, language)))
        if evidence.below:
            said.append(
                text(language, "bridge.note.below", below=percent(evidence.below, None, language, False))
            )
        said.append(other_note(evidence, language))
    return tuple(line for line in said if line)


def other_note(evidence: MeterEvidence, language: str) -> str:
    """How the error of the meter that is not the suspect is reckoned with; empty after a comparison."""
    if evidence.kind == SERIES:
        return ""
    name = text(language, f"bridge.suspect.{_other_side(evidence)}")
    other = evidence.other
    if evidence.compared is not None or other is None:
        key = "right" if evidence.compared is None else "compared"
        return text(language, f"bridge.other.{key}", other=name)
    error = other.error
    if other.basis == VERIFIED or other.limit is None:
        low, high = (percent(x, error.half_width, language) for x in (error.low, error.high))
        return text(language, "bridge.other.verification", other=name, low=low, high=high)
    key = "limits" if other.basis == LIMITS else "low_flow"
    key += "_in_service" if other.in_service else ""
    limit = f"{100 * other.limit:g} %"
    return text(language, f"bridge.other.{key}", other=name, limit=limit, **_class(other, language))


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
    suspect, other = OLD, NEW
    if bridge.evidence is not None:
        suspect, other = bridge.evidence.suspect, _other_side(bridge.evidence)
    return {
        "meter": text(language, f"bridge.meter.{bridge.utility}"),
        "suspect": text(language, f"bridge.suspect.{suspect}"),
        "other": text(language, f"bridge.suspect.{other}"),
        "larger": bill_name(bridge, bridge.valued_on, language),
    }


def _other_side(evidence: MeterEvidence) -> str:
    return NEW if evidence.suspect == OLD else OLD


def _class(other: OtherMeter, language: str) -> dict[str, object]:
    key = "class_usual" if other.usual else "class"
    told = {"class": other.accuracy_class or "–"}
    return {"class": text(language, f"bridge.other.{key}", **told)}


def _share(share: float, language: str) -> str:
    """A share of the change rounded up, so that "less than" holds."""
    whole = int(100 * share) + 1
    return text(language, "bridge.amount.percent", number=whole)
