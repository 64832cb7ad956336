"""The limits a protocol goes by, in words: errors by class, flows from the plate, years of life."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from comparekit.i18n.catalog import speaker, text
from comparekit.limits import ErrorLimits, LimitTable, OldClass, PlateSize
from comparekit.protocol import SeriesProtocol
from comparekit.reporting.origin_text import mark, origin_lines
from comparekit.wording.numbers import percent, unit_sign


def limits_lines(protocol: SeriesProtocol, language: str) -> list[str]:
    """Every number of the limit table; the class the protocol goes by comes first."""
    table, own = protocol.table, protocol.limits
    others = [limits for limits in table.classes if limits.accuracy_class != own.accuracy_class]
    service = text(language, "protocol.in_service", factor=f"{own.in_service_factor:g}")
    return [
        table.zones[language],
        *(line for limits in (own, *others) for line in _class(limits, language)),
        service,
        *origin_lines(own.in_service_origin, language),
        *_flows(table, language),
        *_plates(table, language),
        *_lives(table, language),
    ]


def _class(limits: ErrorLimits, language: str) -> list[str]:
    say = speaker(language, "protocol")
    lines = [
        say(
            "limits",
            accuracy_class=limits.accuracy_class,
            lower=percent(limits.lower, 0.005, language, signed=False),
            upper=percent(limits.upper, 0.005, language, signed=False),
        ),
        *origin_lines(limits.origin, language),
    ]
    if limits.smallest is not None:
        zones = say("class_zones", smallest=f"{limits.smallest:g}", transition=f"{limits.transition or 0:g}")
        lines.insert(1, f"    {zones}")
    elif limits.transition is not None:  # it stands under the source of the class
        lines.insert(1, f"    {say('class_transition', share=f'{limits.transition:g}')}")
    if limits.rounding is not None and limits.rounding_origin is not None:
        interval = percent(limits.rounding, 0.0005, language, signed=False)
        lines += [say("rounding", interval=interval), *origin_lines(limits.rounding_origin, language)]
    if limits.same_sign is not None and limits.same_sign_origin is not None:
        most = percent(limits.same_sign, 0.005, language, signed=False)
        lines += [say("same_sign", most=most), *origin_lines(limits.same_sign_origin, language)]
    return lines


def _flows(table: LimitTable, language: str) -> list[str]:
    """How the flows of a plate hang together, where the utility has such a rule."""
    rule = table.flows
    factors = {"smallest": rule.smallest, "transition": rule.transition, "largest": rule.largest}
    told = {name: f"{factor:g}" for name, factor in factors.items() if factor is not None}
    if not told:
        return []
    sentence = text(language, f"protocol.plate_flows.{table.utility}", **told)
    lines = [sentence, *origin_lines(rule.origin, language)]
    if rule.least_ratio is not None and rule.ratio_origin is not None:
        least = text(language, "protocol.least_ratio", least=f"{rule.least_ratio:g}")
        lines += [least, *origin_lines(rule.ratio_origin, language)]
    return lines


def _plates(table: LimitTable, language: str) -> list[str]:
    """Sizes and old classes, those of one source in one line."""
    unit = unit_sign(table.flow_unit, language)
    return [
        *_grouped("sizes", table.sizes, language, unit=unit),
        *_grouped("old_classes", table.old_classes, language),
    ]


def _grouped(key: str, entries: Sequence[PlateSize | OldClass], language: str, **values: str) -> list[str]:
    lines = []
    for origin in dict.fromkeys(_source(entry) for entry in entries):
        listed = _listed([_entry(entry) for entry in entries if _source(entry) == origin], language)
        first = next(entry for entry in entries if _source(entry) == origin)
        lines += [text(language, f"protocol.{key}", listed=listed, **values), mark(first.origin, language)]
    return lines


def _listed(words: Sequence[str], language: str) -> str:
    return reduce(lambda first, second: text(language, "input.where.also", first=first, second=second), words)


def _source(entry: PlateSize | OldClass) -> tuple[str, str, str]:
    return entry.origin.source, entry.origin.edition, str(entry.origin.certainty)


def _entry(entry: PlateSize | OldClass) -> str:
    """Name with its numbers, from the smallest flow to the largest."""
    if isinstance(entry, OldClass):
        numbers = [entry.smallest, entry.transition]
    else:
        numbers = [n for n in (entry.smallest, entry.permanent, entry.largest) if n is not None]
    return f"{entry.name} {'/'.join(f'{number:g}' for number in numbers)}"


def _lives(table: LimitTable, language: str) -> list[str]:
    """How long a meter may be used, rule by rule, and which meters each is for."""
    say = speaker(language, "protocol")
    lines = []
    for rule in table.lives:
        bounds = {"dn": rule.dn, "permanent": rule.permanent}
        to = [say(f"life_{name}", most=f"{most:g}") for name, most in bounds.items() if most is not None]
        lines.append(say("life", years=f"{rule.years:g}", reason=rule.origin.reason.get(language, "")))
        lines += [f"    {_listed(to, language)}"] if to else []
        lines.append(mark(rule.origin, language))
    return lines
