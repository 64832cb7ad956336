"""All cases, or those in which some words occur."""

from __future__ import annotations

from functools import partial

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker
from comparekit.services.case_list import CaseList
from dashboard.components.case_lines import case_lines, search_box
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices

HOME = "cases"


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/cases`` the latest, at ``/zh/cases/WORDS`` those found."""
    if services.cases is None or place.parts[:1] != (HOME,) or len(place.parts) > 2:
        return None
    say = speaker(place.language, "case_page.list")
    words = words_of(place.parts[1]) if len(place.parts) == 2 else ""
    if words is None:
        return None
    found = services.cases.find(services.actor(), words)
    return Page(
        title=say("title"),
        lead=say("found", found=found.found),
        body=partial(view, found, words, place.language),
    )


def found_place(words: str, language: str) -> Place:
    """Where the cases stand in which some words occur, or all of them without words."""
    return Place(language, (HOME, words.encode().hex()) if words else (HOME,))


def words_of(part: str) -> str | None:
    """The words in a part of an address; None where it holds none.

    In hexadecimal: other letters would not survive the redirect to an address with its language.
    """
    try:
        return bytes.fromhex(part).decode()
    except ValueError:
        return None


def view(found: CaseList, words: str, language: str) -> Component:
    """The search box with its words, how many were found, and the latest of them."""
    say = speaker(language, "case_page.list")
    shown = len(found.cases)
    told = say("found_words" if words else "found", found=found.found, words=words)
    more = [html.P(say("shown", shown=shown), className="note")] if shown < found.found else []
    again = [html.P(dcc.Link(say("all"), href=Place(language, (HOME,)).path))] if words else []
    return html.Main(
        [
            html.Section(
                [html.H1(say("title")), search_box(language, words), html.P(told), *more, *again],
                className="opening",
            ),
            html.Section(case_lines(found.cases, language)),
        ]
    )
