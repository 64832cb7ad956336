"""Which story this is, and what of it is real and what is constructed."""

from __future__ import annotations

import re

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import has_text, text
from comparekit.services.story_told import story_told
from dashboard.components.lines import unbroken
from dashboard.place import Place

_TOLD = "story-told"  # where the page says it
_NAMED = re.compile(r"`([^`]+)`")


def story_title(name: str, language: str) -> str:
    """What people call the story."""
    series = f"dashboard.story.{name}"
    return text(language, series if has_text(language, series) else f"replacement_page.story.{name}.title")


def story_head(name: str, language: str) -> Component:
    """The story's title over its result, and the way down to what is real in it."""
    here = Place(language, ("story", name)).path
    return html.Div(
        [
            html.P(text(language, "dashboard.told.example", title=story_title(name, language))),
            # A link, not a change of page: the browser is to go to the place itself.
            html.P(
                html.A(text(language, "dashboard.told.way"), href=f"{here}#{_TOLD}"), className="story-way"
            ),
        ],
        className="story-head",
    )


def story_section(name: str, language: str) -> Component:
    """What is published and what is constructed, in the words of the story's own description."""
    return html.Section(
        [
            html.H2(text(language, "dashboard.told.title")),
            *(html.P(_linked(words, language)) for words in story_told(name, language)),
        ],
        id=_TOLD,
        className="story-told",
    )


def _linked(words: str, language: str) -> list[Component | str]:
    """A story that is named becomes a link by its title; what else stands in backticks is code."""
    parts: list[Component | str] = []
    for k, part in enumerate(_NAMED.split(words)):
        if k % 2 == 0:
            parts.append(unbroken(part))
        elif has_text(language, f"dashboard.story.{part}") or has_text(
            language, f"replacement_page.story.{part}.title"
        ):
            parts.append(dcc.Link(story_title(part, language), href=Place(language, ("story", part)).path))
        else:
            parts.append(html.Code(part))
    return parts
