"""What a study before and after a replacement goes by: each rule with its certainty; the files it read."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from comparekit.origin import Certainty, Origin
from comparekit.readings.moments import in_zone
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.tariff import Tariff
from comparekit.wording.cited import cited
from comparekit.wording.settlement import rule_name
from dashboard.components.lines import unbroken


def study_sources(result: ReplacementResult, language: str) -> Component:
    """Protocol, tolerance, season, what counts as a change, prices, settlement; then the files."""
    say = speaker(language, "replacement_page.section")
    protocol = result.protocol
    zone = result.usage.timezone
    first, last = (in_zone(m, zone).date() for m in (result.usage.start[0], result.usage.end[-1]))
    told = [
        say("protocol", title=protocol.title[language], id=protocol.id, version=protocol.version),
        say(
            "replaced",
            day=in_zone(result.replaced, zone).date(),
            count=len(result.usage),
            start=first,
            end=last,
        ),
    ]
    if result.price is not None:
        told.append(say("price", price=f"{result.price:g}"))
    return html.Section(
        [
            html.H2(say("rules")),
            *(html.P(unbroken(line)) for line in told),
            html.Ul(_rules(result, language), className="rules"),
            *_files(result, language),
        ],
        className="sources",
    )


def certainty_mark(certainty: Certainty, language: str) -> Component:
    """How sure we are of a number, as a mark."""
    words = text(language, f"dashboard.certainty.{certainty}")
    return html.Span(words, className=f"certainty certainty-{certainty}")


def tariff_certainty(tariff: Tariff) -> Certainty:
    """How sure we are of the newest prices of a list: of the least sure of them."""
    parts = [part.origin.certainty for part in tariff.editions[-1].components]
    order = (Certainty.UNCONFIRMED, Certainty.OWN, Certainty.DERIVED, Certainty.CONFIRMED)
    return min(parts, key=order.index)


def _rules(result: ReplacementResult, language: str) -> list[Component]:
    report, protocol = speaker(language, "replacement.report"), result.protocol
    parts = [("tolerance", protocol.tolerance.origin), ("change", protocol.change.origin)]
    if any(one.season == "prior" for one in result.evidence):
        parts.insert(1, ("season", protocol.season.origin))
    rules = [
        _rule(report(key, reason=origin.reason.get(language, origin.source)), origin, language)
        for key, origin in parts
    ]
    tariff = result.tariff
    if tariff is not None:
        title = text(language, "replacement_page.section.tariff", title=tariff.title[language])
        example = text(language, "replacement_page.money.example_mark") if tariff.example else ""
        badge = certainty_mark(tariff_certainty(tariff), language)
        rules.append(
            html.Li(
                html.P(
                    [
                        html.Strong(unbroken(title)),
                        badge,
                        *([html.Span(example, className="certainty")] if example else []),
                    ]
                )
            )
        )
    rules += [_rule(rule_name(one.rule, language), one.rule.origin, language) for one in result.settlements]
    return rules


def _rule(words: str, origin: Origin, language: str) -> Component:
    say = speaker(language, "dashboard.sources")
    key = "cited_edition" if origin.edition else "cited"
    values = {"source": cited(origin.source, language), "edition": cited(origin.edition, language)}
    line = say(key, **values) if origin.source else ""
    return html.Li(
        [
            html.P([html.Strong(unbroken(words)), certainty_mark(origin.certainty, language)]),
            *([html.P(line, className="note")] if line else []),
        ]
    )


def _files(result: ReplacementResult, language: str) -> list[Component]:
    if not result.inputs:
        return []
    rows = [
        html.Li(
            [
                html.Span(one.file.replace("\\", "/").rsplit("/", 1)[-1]),
                html.Code(one.sha256, className="checksum"),
            ]
        )
        for one in result.inputs
    ]
    return [
        html.H3(text(language, "replacement_page.section.files")),
        html.P(text(language, "dashboard.sources.checksum"), className="note"),
        html.Ul(rows, className="files"),
    ]
