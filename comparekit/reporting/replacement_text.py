"""A study before and after a replacement as plain text for a terminal: the sentence first."""

from __future__ import annotations

from comparekit.decisions.meter_share import MeterShare
from comparekit.i18n.catalog import speaker, text
from comparekit.origin import Origin
from comparekit.readings.moments import in_zone
from comparekit.reporting.origin_text import plain_mark
from comparekit.reporting.text_table import text_table
from comparekit.studies.bridge_evidence import OLD
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.bridge_result import BillEnd, Bridge
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.tariff import Tariff
from comparekit.wording import bridge as bridge_words
from comparekit.wording import replacement as words
from comparekit.wording.bridge_by_hand import check_lines
from comparekit.wording.findings import finding_text, severity_word
from comparekit.wording.settlement import month_sentence, settlement_sentence, unknown_sentence
from comparekit.wording.uncertain import Quantity, days_told, money_in, volume_in
from comparekit.wording.use_dates import averages_note, dates_lines, dates_official
from comparekit.wording.use_evidence import level_table, level_title, rates_sentence, weighed

_GUESSED = ("utility_water", "amounts_as_use")


def replacement_text(result: ReplacementResult, language: str) -> str:
    """All a person at a terminal needs, from the headline to what was read."""
    say = speaker(language, "replacement.report")
    lines = [words.headline(result, language)]
    lines += [words.assumption_text(code, language) for code in result.assumptions if code in _GUESSED]
    lines += ["", words.headline(result, language, "official")]
    lines += ["", record_told(result, language)]
    lines += filter(None, (rates_sentence(result, language), averages_note(result, language)))
    if result.evidence:
        lines += ["", level_title(result, language), *text_table(level_table(result, language))]
        lines += ["", text(language, "replacement.weigh.title"), *_indented(weighed(result, language))]
    lines += ["", text(language, "replacement.dates.title"), *_indented(dates_lines(result, language))]
    lines += _indented(dates_official(result, language))
    if result.bridge is not None:
        lines += _bridge(result.bridge, result.tariff, language)
        lines += ["", say("check"), *_indented(check_lines(result.bridge, language))]
    else:
        lines += ["", words.no_steps_sentence(result, language)]
    if due := settlement_lines(result, language):
        lines += ["", say("settlement"), *_indented(due)]
    if result.findings:
        found = [f"[{severity_word(f, language)}] {finding_text(f, language)}" for f in result.findings]
        lines += ["", say("findings"), *_indented(found)]
    lines += ["", say("rules"), *_rules(result, language)]
    lines += ["", *words.next_step(result, language), words.screening_note(language)]
    return "\n".join(lines)


def settlement_lines(result: ReplacementResult, language: str) -> tuple[str, ...]:
    """Each rule for residents and what of it is not known; the plain arithmetic once.

    Where the removed meter deviates and no rule is known, that; empty where nothing is to be settled.
    """
    lines: list[str] = []
    if not result.settlements and result.verdict == MeterShare.DEVIATE and result.meter is not None:
        return (text(language, "replacement.report.no_rule"),) if result.meter.suspect == OLD else ()
    for one in result.settlements:
        lines.append(settlement_sentence(one, language))
        lines += [said for said in (unknown_sentence(one.rule, language),) if said]
    month = month_sentence(result.settlements[0], language) if result.settlements else ""
    return (*lines, month) if month else tuple(lines)


def bridge_table(bridge: Bridge, language: str) -> list[list[str]]:
    """From the old bill to the new one, titles first: what each step adds, with its range."""
    say = speaker(language, "replacement.report")
    money = None if bridge.change.money is None else money_in(bridge.currency, language)
    volume = None if bridge.change.volume is None else volume_in(bridge.unit, bridge.utility, language)
    columns = [(name, q) for name, q in (("money", money), ("volume", volume)) if q is not None]

    def end(key: str, bill: BillEnd) -> list[str]:
        return [say(key, days=days_told(bill.days)), *(_level(getattr(bill, name), q) for name, q in columns)]

    return [
        [say("step"), *(say(name) for name, _ in columns)],
        end("old", bridge.old),
        *(
            [bridge_words.step_name(step, language), *(_added(getattr(step, name), q) for name, q in columns)]
            for step in bridge.steps
        ),
        end("new", bridge.new),
    ]


def _bridge(bridge: Bridge, tariff: Tariff | None, language: str) -> list[str]:
    reasons = [bridge_words.step_reason(step, bridge, language) for step in bridge.steps]
    return [
        "",
        text(language, "replacement.report.steps"),
        *text_table(bridge_table(bridge, language)),
        *_indented(reasons),
        *_indented(bridge_words.bridge_notes(bridge, language, tariff)),
        *([f"  {text(language, 'replacement.report.price')}"] if bridge.steepest is not None else []),
        *([f"  {text(language, 'tariff.example')}"] if tariff is not None and tariff.example else []),
    ]


def record_told(result: ReplacementResult, language: str) -> str:
    """When the meter was replaced, and what there is of use."""
    usage, zone = result.usage, result.usage.timezone
    days = [in_zone(at, zone).date() for at in (result.replaced, usage.start[0], usage.end[-1])]
    return text(
        language,
        "replacement.report.replaced",
        date=days[0],
        record=text(language, f"replacement.record.{usage.kind}"),
        count=len(usage),
        start=days[1],
        end=days[2],
    )


def rule_origins(result: ReplacementResult) -> list[tuple[str, Origin]]:
    """What of the protocol the result rests on, by name, each with where it comes from."""
    protocol = result.protocol
    origins = [("tolerance", protocol.tolerance.origin), ("change", protocol.change.origin)]
    if any(one.season == "prior" for one in result.evidence):
        origins.insert(1, ("season", protocol.season.origin))
    if result.bridge is not None and result.bridge.steepest is not None:
        origins.append(("steepest", protocol.steepest.origin))
    return origins


def _rules(result: ReplacementResult, language: str) -> list[str]:
    say, protocol = speaker(language, "replacement.report"), result.protocol
    lines: list[str] = []
    for key, origin in rule_origins(result):
        reason = origin.reason.get(language, origin.source)
        lines += ["  " + say(key, reason=reason), plain_mark(origin, language)]
    for one in result.settlements:
        lines.append(plain_mark(one.rule.origin, language))
    named = say("protocol", title=protocol.title[language], id=protocol.id, version=protocol.version)
    return [*lines, named, *(say("input", file=i.file, sha256=i.sha256) for i in result.inputs)]


def _level(value: Uncertain | None, quantity: Quantity) -> str:
    return "—" if value is None else quantity.rounded(value)


def _added(value: Uncertain | None, quantity: Quantity) -> str:
    return "—" if value is None else quantity.interval(value)


def _indented(lines: tuple[str, ...] | list[str]) -> list[str]:
    return [f"  {line}" for line in lines]
