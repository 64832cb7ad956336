"""A tariff in words."""

from __future__ import annotations

from collections.abc import Sequence

from comparekit.i18n.catalog import speaker
from comparekit.reporting.origin_text import mark, origin_lines
from comparekit.tariff import PER_MONTH, YEAR, Component, Edition, Tariff, Tiers
from comparekit.wording.numbers import unit_sign

_BETWEEN = " / "


def tariff_text(tariff: Tariff, language: str) -> str:
    """Everything a tariff holds, each number with its source and how sure we are of it."""
    say = speaker(language, "tariff")
    unit = unit_sign(tariff.unit, language)
    lines = [
        f"{tariff.title[language]}  ({tariff.id}, {say('version', version=tariff.version)})",
        *([say("example")] if tariff.example else []),
        "",
        say("unit", unit=unit, rounding=f"{tariff.rounding:g}"),
        say("use"),
    ]
    for edition in tariff.editions:
        lines += ["", *_edition(edition, unit, language)]
    return "\n".join(lines)


def _edition(edition: Edition, unit: str, language: str) -> list[str]:
    say = speaker(language, "tariff")
    since = edition.valid_from
    return [
        say("edition_always") if since is None else say("edition", day=since.isoformat()),
        *origin_lines(edition.origin, language),
        *([say("hours", hours=edition.peak_hours)] if edition.peak_hours else []),
        *([say("flat")] if edition.tiers is None else _tiers(edition.tiers, unit, language)),
        *(line for component in edition.components for line in _component(component, language)),
        *(
            line
            for fixed in edition.fixed
            for line in (
                say(
                    "fixed_month" if fixed.per == PER_MONTH else "fixed_bill",
                    title=fixed.title[language],
                    amount=f"{fixed.amount:g}",
                ),
                *origin_lines(fixed.origin, language),
            )
        ),
    ]


def _tiers(tiers: Tiers, unit: str, language: str) -> list[str]:
    say = speaker(language, "tariff")
    limits = [f"{limit:g} {unit}" for limit in tiers.limits]
    told = [say("tier", number=k, limit=limit) for k, limit in enumerate(limits, 1)]
    told[0] = say("tier_first", limit=limits[0])
    told.append(say("tier_last", number=len(limits) + 1))
    month, day = tiers.starts
    by_year = tiers.cycle == YEAR
    start = f"{month:02d}-{day:02d}" if by_year else str(day)
    listed = _BETWEEN.join(told)
    lines = [
        say("tiers_year" if by_year else "tiers_month", start=start, listed=listed),
        *origin_lines(tiers.origin, language),
    ]
    if tiers.household is not None:
        more = _listed(tiers.household.per_person)
        lines += [
            say("household", people=tiers.household.people, more=f"{more} {unit}"),
            *origin_lines(tiers.household.origin, language),
        ]
    return lines


def _component(component: Component, language: str) -> list[str]:
    say = speaker(language, "tariff")
    title, prices = component.title[language], _listed(component.prices)
    if component.valley is None:
        line = say("component", title=title, listed=prices)
    else:
        line = say("component_hours", title=title, peak=prices, valley=_listed(component.valley))
    return [line, mark(component.origin, language)]


def _listed(values: Sequence[float]) -> str:
    return _BETWEEN.join(f"{value:g}" for value in values)
