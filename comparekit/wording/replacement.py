"""A study before and after a replacement in words: the sentence that stands biggest, and what follows."""

from __future__ import annotations

from comparekit.decisions.meter_share import MeterShare
from comparekit.findings import disqualifies
from comparekit.i18n.catalog import speaker, text
from comparekit.studies.bridge_evidence import NEW, OLD, SERIES, VERIFICATION
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.wording.bridge import at_most_sentence, may_be_all
from comparekit.wording.numbers import percent, percent_range
from comparekit.wording.uncertain import money_in, volume_in
from comparekit.wording.use_dates import change_day, change_told, elsewhere_leads, not_at_replacement
from comparekit.wording.use_evidence import size_told, use_case, use_sentence, what_changed

AUDIENCES = ("resident", "official")


def meter_case(result: ReplacementResult) -> str:
    """Which sentence tells what is known of the meter, from its verdict and the evidence there is.

    Without evidence of the meter ``alone_changed``, ``alone_elsewhere`` or ``alone_same``; ``withheld``
    where a grave finding forbids a verdict; else the verdict, *deviate* with its side.
    """
    if disqualifies(result.findings):
        return "withheld"
    if result.meter is None:
        if not_at_replacement(result, "en"):
            return "alone_elsewhere"
        return "alone_changed" if result.changed else "alone_same"
    if result.verdict == MeterShare.DEVIATE:
        return "deviate_high" if result.meter.deviation.estimate > 0 else "deviate_low"
    return str(result.verdict)


def headline(result: ReplacementResult, language: str, audience: str = "resident") -> str:
    """Did use change, at another date than the replacement's, and what that says of the meter."""
    whole = ""
    for sentence in headline_sentences(result, language, audience):
        joined = text(language, "replacement.two_sentences", first=whole, second=sentence)
        whole = joined if whole else sentence
    return whole


def headline_sentences(
    result: ReplacementResult, language: str, audience: str = "resident"
) -> tuple[str, ...]:
    """The headline's sentences: what became of use, what is known of the meter, the most it can be."""
    if audience not in AUDIENCES:
        raise ValueError(f"audience: one of {AUDIENCES}, not {audience!r}")
    said = [use_sentence(result, language, audience)]
    if audience == "resident":
        elsewhere = not_at_replacement(result, language)
        # Averages over both sides of the replacement blur a change at another date: then that date leads.
        said = [elsewhere] if elsewhere_leads(result) else [*said, elsewhere]
    said.append(meter_sentence(result, language, audience))
    if result.meter is not None and result.bridge is not None and not disqualifies(result.findings):
        said.append(at_most_sentence(result.bridge, language, audience))
    return tuple(filter(None, said))


def meter_sentence(result: ReplacementResult, language: str, audience: str = "resident") -> str:
    """What is known of the meter: nothing from records of use alone."""
    case = meter_case(result)
    values: dict[str, object] = {
        "record": text(language, f"replacement.record.{result.usage.kind}"),
        "meter": text(language, f"bridge.meter.{result.protocol.utility}"),
    }
    if result.meter is not None:
        own, kind = result.meter.deviation, result.meter.kind
        near, far = sorted((abs(own.low), abs(own.high)))
        tolerance = result.protocol.tolerance
        suspect = text(language, f"bridge.suspect.{result.meter.suspect}")
        other = text(language, f"bridge.suspect.{NEW if result.meter.suspect == OLD else OLD}")
        values |= {
            "suspect": suspect,
            "other": other,
            "by": text(language, f"replacement.by.{kind}", other=other),
            "own": text(language, f"replacement.own.{kind}", suspect=suspect, other=other),
            "own_official": text(language, f"replacement.own_official.{kind}", suspect=suspect, other=other),
            "therefore": text(language, f"replacement.therefore.{kind}"),
            "tolerance": _tolerance(tolerance.low, tolerance.high),
            "size": percent(abs(own.estimate), own.half_width, language, signed=False),
            "low": percent(near, own.half_width, language, signed=False),
            "high": percent(far, own.half_width, language, signed=False),
            "deviation": percent(own.estimate, own.half_width, language),
            "interval": percent_range(own.low, own.high, language),
        }
    if case.startswith("deviate") and result.meter is not None and result.meter.kind == SERIES:
        case = f"{case}_series"  # two meters show a difference, never which of them is wrong
    case += "_conforming" if _within_limits(result, case) else ""
    return text(language, f"replacement.meter.{audience}.{case}", **values)


def next_step(result: ReplacementResult, language: str) -> tuple[str, ...]:
    """What the resident can do now: first what to ask at home, then what to ask of the utility."""
    say, case = speaker(language, "replacement.next"), meter_case(result)
    day = change_day(result, language)
    lines = [say("ask", date=day)] if day else []
    if case.startswith("alone"):
        return (*lines, say("alone"))
    if case.startswith("deviate") and result.meter is not None:
        case = f"deviate_{result.meter.basis}"
    elif case in ("no-concern", "inconclusive") and result.meter is not None:
        if _within_limits(result, case):
            case += "_conforming"
        else:
            case += "_verification" if result.meter.basis == VERIFICATION else ""
    suspect = OLD if result.meter is None else result.meter.suspect
    return (*lines, say(case, suspect=text(language, f"bridge.suspect.{suspect}")))


def _within_limits(result: ReplacementResult, case: str) -> bool:
    """Inconclusive against the tolerance, though its certificate is within the limits of its class."""
    return case == "inconclusive" and result.meter is not None and result.meter.conforming is True


def no_steps_sentence(result: ReplacementResult, language: str) -> str:
    """Why nothing leads from an old bill to a new one, and there is no sum to check; empty where there is."""
    if result.bridge is not None:
        return ""
    say, replaced = speaker(language, "replacement.no_steps"), result.replaced
    starts, ends = result.usage.start, result.usage.end
    if ((starts < replaced) & (ends > replaced)).any():
        if not (starts >= replaced).any():
            return say("inside_last")
        if not (ends <= replaced).any():
            return say("inside_first")
    return say("few" if not result.evidence else "no_use")


def facts(result: ReplacementResult, language: str) -> list[tuple[str, str]]:
    """Three numbers, each with its label: the change, its day, the most the meter can be."""
    say = speaker(language, "replacement.fact")
    case = use_case(result)
    size = size_told(result.evidence[0], language, as_times=case == "times") if result.evidence else {}
    changed = say(case, **size) if case in ("less", "more", "times", "same") else say("unknown")
    if elsewhere_leads(result):
        changed = change_told(result, language)
    meter = text(language, f"bridge.meter.{result.protocol.utility}")
    return [
        (say("change", what=what_changed(result, language)), changed),
        (say("date"), change_day(result, language) or say("unknown")),
        (say("meter", meter=meter), _at_most(result, language)),
    ]


def assumption_text(code: str, language: str) -> str:
    """What was taken for granted."""
    return text(language, f"replacement.assumption.{code}")


def screening_note(language: str) -> str:
    """That this is screening and no verification."""
    return text(language, "replacement.report.screening")


def _at_most(result: ReplacementResult, language: str) -> str:
    bridge = result.bridge
    if bridge is None or bridge.at_most is None:
        key = "alone" if result.meter is None else "unknown"
        return text(language, f"replacement.fact.{key}")
    most = bridge.at_most
    if may_be_all(bridge):
        return text(language, "replacement.fact.all")
    if most.money is not None:
        return money_in(bridge.currency, language).at_most(most.money)
    return volume_in(bridge.unit, bridge.utility, language).at_most(most.volume or 0.0)


def _tolerance(low: float, high: float) -> str:
    return f"±{100 * high:g} %" if -low == high else f"−{-100 * low:g} % … +{100 * high:g} %"
