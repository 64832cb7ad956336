"""A deck of slides: one idea a screen, some of them revealed frame by frame; assets/present.js turns them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from dashboard.components.attributes import aria, data
from dashboard.components.lines import unbroken
from dashboard.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What is seen at once: its sentence, and what stands below it."""

    title: str
    body: tuple[Component, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A step by its name: key of the catalog under ``present.step``; one screen or several in turn."""

    key: str
    screens: tuple[Screen, ...]


def deck(slides: tuple[Slide, ...], place: Place, leave: Place) -> Component:
    """All slides, the controls, and what the script needs to know; the first slide is seen first."""
    say = partial(text, place.language)
    return html.Main(
        [
            html.H1(say("present.title"), className="hidden"),
            html.Div(
                [_slide(k, slide, place.language) for k, slide in enumerate(slides, start=1)],
                className="slides",
            ),
            _controls(slides, place, leave),
            html.P(className="hidden deck-status", role="status", **aria(live="polite")),
        ],
        className="present",
        **data(
            step="1",
            status=say("present.status", step="{step}", steps="{steps}"),
            frames=say(
                "present.status_frame", step="{step}", steps="{steps}", frame="{frame}", frames="{frames}"
            ),
        ),
    )


def _slide(number: int, slide: Slide, language: str) -> Component:
    name = text(language, f"present.step.{slide.key}")
    head = [html.Span(str(number), className="slide-number"), html.Span(name)]
    return html.Section(
        [
            html.P(head, className="slide-name"),
            *(
                html.Div(
                    [html.H2(unbroken(screen.title)), *screen.body],
                    className="frame" if k == 0 else "frame frame-later",
                )
                for k, screen in enumerate(slide.screens)
            ),
        ],
        className=f"slide slide-{slide.key}" + ("" if number == 1 else " slide-later"),
        **aria(label=name),
    )


def _controls(slides: tuple[Slide, ...], place: Place, leave: Place) -> Component:
    say = partial(text, place.language)
    steps = []
    for k, slide in enumerate(slides, start=1):
        name = say(f"present.step.{slide.key}")
        label = aria(label=say("present.go", step=k, name=name))
        steps.append(
            html.Button(
                [
                    html.Span(str(k)),
                    html.Span(name, className="deck-name"),
                    html.Span(className="deck-count"),
                ],
                type="button",
                className="deck-step",
                **label,
                **data(go=str(k)),
            )
        )
    other = "en" if place.language == "zh" else "zh"
    return html.Nav(
        [
            html.Button(
                "‹",
                type="button",
                className="deck-turn",
                **aria(label=say("present.back")),
                **data(go="back"),
            ),
            html.Div(steps, className="deck-steps"),
            html.Button(
                "›",
                type="button",
                className="deck-turn",
                **aria(label=say("present.next")),
                **data(go="next"),
            ),
            html.Span(say("present.keys"), className="deck-keys"),
            dcc.Link(text(other, "dashboard.page.language_name"), href=place.in_language(other).path),
            dcc.Link(say("present.leave"), href=leave.path, className="deck-leave"),
        ],
        className="deck",
        **aria(label=say("present.controls")),
    )
