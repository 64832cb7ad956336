"""What a board shows: the counts in big type, the bound, what it means and what it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from comparekit.wording.numbers import percent
from dashboard import ids
from dashboard.components.board_counts import UTILITIES, Count, CountFault, together
from dashboard.components.lines import unbroken

_MEANS_LITTLE = 0.3  # a bound so high tells nobody anything
_DIGIT = 0.001  # what the last digit of a bound follows from [1]: a tenth of a percent


def bound_text(count: Count, language: str) -> str:
    """The bound as people read it: ``4.4 %``."""
    return percent(count.bound, 2 * _DIGIT, language, signed=False)


def board_view(counts: Mapping[str, Count], faults: Sequence[CountFault], language: str) -> list[Component]:
    """Headline, table and meaning; faults instead where there are any. Above stands `board_heading`."""
    if faults:
        return [_faults(faults, language)]
    whole = together(counts)
    say = speaker(language, "board")
    key = "none" if not whole.tested else "bad" if whole.found else "good"
    headline = say(f"headline.{key}", tested=whole.tested, found=whole.found)
    if not whole.tested:
        return [html.P(headline, className="board-headline")]
    return [
        html.Div(
            [html.P(unbroken(headline), className="board-headline"), *_bound(whole, language)],
            className="board-verdict",
        ),
        _table(counts, whole, language),
        _meaning(whole, language),
    ]


def board_heading(language: str, *, example: bool) -> list[Component]:
    """Whose results these are: today's, or those of the example, which are told not to be today's."""
    say = speaker(language, "board")
    if not example:
        return [html.H1(say("heading.today"))]
    return [
        html.H1(say("heading.example")),
        html.P(unbroken(say("example.note")), className="board-confidence"),
    ]


def board_form(counts: Mapping[str, Count], language: str) -> list[Component]:
    """Two numbers for each utility."""
    say = speaker(language, "board.form")
    fields: list[Component] = []
    for utility in UTILITIES:
        name, count = text(language, f"board.utility.{utility}"), counts.get(utility)
        for part, value in (("tested", count and count.tested), ("found", count and count.found)):
            ident = ids.BOARD_FIELDS[utility][part == "found"]
            fields.append(
                html.Div(
                    [
                        html.Label(say(part, utility=name), htmlFor=ident),
                        dcc.Input(
                            id=ident,
                            type="text",
                            inputMode="numeric",
                            maxLength=6,
                            autoComplete="off",
                            value="" if value is None else str(value),
                            className="board-entry",
                        ),
                    ],
                    className="board-field",
                )
            )
    return fields


def _bound(whole: Count, language: str) -> list[Component]:
    say = speaker(language, "board.bound")
    sentences: list[Component] = [
        html.P(unbroken(say("sentence", bound=bound_text(whole, language))), className="board-bound"),
        html.P(say("confidence"), className="board-confidence"),
    ]
    if not whole.found:
        sentences.append(html.P(say("more"), className="board-confidence"))
    if whole.bound > _MEANS_LITTLE:
        sentences.append(html.P(say("few"), className="board-confidence"))
    return sentences


def _table(counts: Mapping[str, Count], whole: Count, language: str) -> Component:
    say = speaker(language, "board.table")
    columns = ("utility", "tested", "found", "bound")
    rows = [
        _row(text(language, f"board.utility.{utility}"), counts[utility], language)
        for utility in UTILITIES
        if utility in counts
    ]
    foot = [html.Tfoot(_row(say("all"), whole, language))] if len(rows) > 1 else []
    return html.Table(
        [
            html.Caption(say("caption")),
            html.Thead(html.Tr([html.Th(say(name), scope="col") for name in columns])),
            html.Tbody(rows),
            *foot,
        ],
        className="board-table",
    )


def _row(name: str, count: Count, language: str) -> Component:
    say = speaker(language, "board.table")
    cells = [say("count", count=count.tested), say("count", count=count.found)]
    cells.append(bound_text(count, language) if count.tested else say("none"))
    return html.Tr([html.Th(name, scope="row"), *(html.Td(cell) for cell in cells)])


def _meaning(whole: Count, language: str) -> Component:
    say = speaker(language, "board.meaning")
    values = {"bound": bound_text(whole, language), "tested": whole.tested, "found": whole.found}
    lines = [] if whole.found == whole.tested else [say("does" if whole.found else "does_none", **values)]
    lines += [say("does_not"), say("each")]
    return html.Section(
        [html.H2(say("title")), html.Ul([html.Li(unbroken(line)) for line in lines])],
        className="board-meaning",
    )


def _faults(faults: Sequence[CountFault], language: str) -> Component:
    say = speaker(language, "board.fault")
    lines = []
    for fault in faults:
        name = text(language, f"board.utility.{fault.utility}")
        if fault.count is None:
            lines.append(say("number", utility=name, written=fault.written))
        else:
            lines.append(say("more", utility=name, tested=fault.count.tested, found=fault.count.found))
    return html.Div(
        [html.P(say("title"), className="board-headline"), html.Ul([html.Li(line) for line in lines])],
        className="board-faults",
        role="alert",
    )
