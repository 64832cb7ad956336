"""The tools that there are, each with a sentence what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices

HOME = "tools"


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its address, what it needs of the services, and the keys of its title and of its sentence."""

    parts: tuple[str, ...]
    needs: tuple[str, ...]
    title: str
    sentence: str


TOOLS = (
    Tool(("plan",), ("plan", "protocols"), "plan_page.title", "plan_page.tool"),
    Tool(("replacement",), ("replacements",), "replacement_page.title", "replacement_page.tool"),
    Tool(("why",), ("story", "story_names"), "why.title", "why.tool"),
    Tool(("bench",), ("open_day",), "bench_page.page.title", "bench_page.page.lead"),
    Tool(("bench", "board"), ("open_day",), "board.page.title", "board.page.lead"),
)

#: First parts of the addresses that belong to the tools.
HOMES = (HOME, *dict.fromkeys(tool.parts[0] for tool in TOOLS))


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/tools``, where there is any tool."""
    found = offered(services)
    if place.parts != (HOME,) or not found:
        return None
    return Page(
        title=text(place.language, "help.tools.title"),
        lead=text(place.language, "help.tools.lead"),
        body=partial(view, found, place.language),
    )


def offered(services: DashboardServices) -> tuple[Tool, ...]:
    """The tools that exist with these services."""
    return tuple(tool for tool in TOOLS if all(getattr(services, name) is not None for name in tool.needs))


def view(tools: tuple[Tool, ...], language: str) -> Component:
    """A card a tool."""
    cards = [
        html.Li(
            [
                html.H3(dcc.Link(text(language, tool.title), href=Place(language, tool.parts).path)),
                html.P(text(language, tool.sentence), className="note"),
            ],
            className="card",
        )
        for tool in tools
    ]
    return html.Main(
        [
            html.Section(
                [
                    html.H1(text(language, "help.tools.title")),
                    html.P(text(language, "help.tools.lead"), className="lead"),
                ],
                className="opening",
            ),
            html.Section(html.Ul(cards, className="cards")),
        ],
        className="tools",
    )
