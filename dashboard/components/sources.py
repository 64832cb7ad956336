"""Where the numbers of the rules come from, and how sure we are of each."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.scale import exact_percent
from comparekit.i18n.catalog import text
from comparekit.origin import Certainty, Origin
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent_range
from dashboard.components.lines import unbroken


def sources(result: SeriesResult, language: str) -> Component:
    """The rules of this comparison with reason, source and certainty; then the files it rests on."""
    say = partial(text, language)
    protocol = result.protocol
    limits, permitted = protocol.limits, result.permitted
    plain = partial(exact_percent, signed=False)
    entries = [
        _rule(
            say(
                "dashboard.sources.tolerance",
                low=exact_percent(protocol.tolerance.low),
                high=exact_percent(protocol.tolerance.high),
            ),
            protocol.tolerance.origin,
            language,
        ),
        _rule(
            say(
                "dashboard.sources.limits",
                accuracy_class=limits.accuracy_class,
                lower=plain(limits.lower),
                upper=plain(limits.upper),
            ),
            limits.origin,
            language,
        ),
        _rule(
            say("dashboard.sources.in_service", factor=f"{limits.in_service_factor:g}"),
            limits.in_service_origin,
            language,
        ),
        _entry(
            say(
                "dashboard.sources.permitted",
                span=percent_range(permitted.low, permitted.high, language),
            ),
            permitted.certainty,
            [say("dashboard.sources.permitted_exception")],
            language,
        ),
    ]
    entries += [
        _entry(
            source.get(language) or source.get("what", ""),
            Certainty(source["certainty"]),
            [_cited(source.get("source", ""), source.get("edition", ""), language)],
            language,
        )
        for source in protocol.sources
    ]
    title = protocol.title.get(language, protocol.id)
    return html.Section(
        [
            html.H2(say("dashboard.sources.title")),
            html.P(say("dashboard.sources.protocol", title=title, id=protocol.id, version=protocol.version)),
            html.Ul(entries, className="rules"),
            *_inputs(result, language),
        ],
        className="sources",
    )


def _rule(words: str, origin: Origin, language: str) -> Component:
    lines = [origin.reason[language]] if language in origin.reason else []
    return _entry(
        words, origin.certainty, [*lines, _cited(origin.source, origin.edition, language)], language
    )


def _entry(words: str, certainty: Certainty, lines: list[str], language: str) -> Component:
    mark = text(language, f"dashboard.certainty.{certainty}")
    badge = html.Span(mark, className=f"certainty certainty-{certainty}")
    head = html.P([html.Strong(unbroken(words)), badge])
    return html.Li([head, *(html.P(line, className="note") for line in lines if line)])


def _cited(source: str, edition: str, language: str) -> str:
    key = "dashboard.sources.cited_edition" if edition else "dashboard.sources.cited"
    return text(language, key, source=source, edition=edition) if source else ""


def _name(file: str) -> str:
    """The file's own name: the folders above it are nobody's business on a page."""
    return file.replace("\\", "/").rsplit("/", 1)[-1]


def _inputs(result: SeriesResult, language: str) -> list[Component]:
    if not result.inputs:
        return []
    rows = [
        html.Li([html.Span(_name(item.file)), html.Code(item.sha256, className="checksum")])
        for item in result.inputs
    ]
    return [
        html.H3(text(language, "dashboard.sources.files")),
        html.P(text(language, "dashboard.sources.checksum"), className="note"),
        html.Ul(rows, className="files"),
    ]
