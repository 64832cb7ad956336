"""What a visitor chooses before the taps are opened: buttons with a picture and a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.bench.open_day import HOMES, NEW_METER, OLD, STEPS
from comparekit.i18n.catalog import text
from dashboard import ids
from dashboard.components.attributes import aria, data

#: Lengths on offer [d]; an address may ask for any between.
DAYS = (7, 14, 30)
_STEP_NAMES = dict(zip(STEPS, ("coarse", "middle", "fine"), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    """One button: what it stands for in the address, and where its words and picture are."""

    value: str
    word: str
    note: str = ""
    picture: str = ""


def bench_choices(language: str) -> Component:
    """All choices, the seed, and the button that opens the taps. `bench.js` marks what is chosen."""
    days = [_Offer(value=str(n), word=text(language, "bench_page.choose.days.days", days=n)) for n in DAYS]
    return html.Section(
        [
            html.Div(
                [
                    _group("old", _named("meter", tuple(OLD), language), language),
                    _group("new", _named("meter", tuple(NEW_METER), language), language),
                ],
                className="bench-meters",
            ),
            html.Div(
                [
                    _group("home", _named("home", tuple(HOMES), language), language),
                    _group("step", _steps(language), language),
                    _group("days", days, language, other=True),
                    _seed(language),
                ],
                className="bench-rest",
            ),
            html.Div(
                [
                    html.Button(
                        text(language, "bench_page.page.open"),
                        className="bench-open",
                        disabled=True,
                        **data(act="open"),
                    ),
                    html.P(
                        text(language, "bench_page.page.preparing"), className="bench-status", role="status"
                    ),
                ],
                className="bench-start",
            ),
        ],
        className="bench-choose",
    )


def _named(kind: str, names: Sequence[str], language: str) -> list[_Offer]:
    return [
        _Offer(
            value=name,
            word=text(language, f"bench_page.{kind}.{name}"),
            note=text(language, f"bench_page.{kind}.note.{name}"),
            picture=f"/assets/bench_{name}.svg",
        )
        for name in names
    ]


def _steps(language: str) -> list[_Offer]:
    return [
        _Offer(
            value=f"{step:g}",
            word=text(language, f"bench_page.step.{name}"),
            note=text(language, f"bench_page.step.note.{name}"),
        )
        for step, name in _STEP_NAMES.items()
    ]


def _group(name: str, offers: Sequence[_Offer], language: str, *, other: bool = False) -> Component:
    """A group of buttons of which one is pressed; with `other`, one more for what only an address asks."""
    buttons = [_button(name, offer) for offer in offers]
    if other:
        buttons.append(
            html.Button(
                html.Span(className="bench-word"),
                className="bench-choice",
                hidden=True,
                **aria(pressed="false"),
                **data(
                    name=name, value="", other=text(language, "bench_page.choose.days.days", days="{days}")
                ),
            )
        )
    return html.Fieldset(
        [
            html.Legend(text(language, f"bench_page.choose.{name}.title")),
            html.Div(buttons, className=f"bench-offers bench-offers-{name}"),
        ],
        className="bench-group",
    )


def _button(name: str, offer: _Offer) -> Component:
    inner: list[Component] = []
    if offer.picture:
        inner.append(html.Img(src=offer.picture, alt="", className="bench-picture"))
    inner.append(html.Span(offer.word, className="bench-word"))
    if offer.note:
        inner.append(html.Span(offer.note, className="bench-note"))
    return html.Button(
        inner, className="bench-choice", **aria(pressed="false"), **data(name=name, value=offer.value)
    )


def _seed(language: str) -> Component:
    return html.Fieldset(
        [
            html.Legend(html.Label(text(language, "bench_page.choose.seed.title"), htmlFor=ids.BENCH_SEED)),
            html.Div(
                [
                    dcc.Input(
                        id=ids.BENCH_SEED,
                        type="text",
                        inputMode="numeric",
                        maxLength=6,
                        autoComplete="off",
                        className="bench-seed",
                    ),
                    html.Button(
                        text(language, "bench_page.choose.seed.other"),
                        className="bench-plain",
                        **data(act="other-seed"),
                    ),
                ],
                className="bench-seed-line",
            ),
            html.P(text(language, "bench_page.choose.seed.note"), className="bench-note"),
        ],
        className="bench-group",
    )
