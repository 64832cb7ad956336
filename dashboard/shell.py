"""The frame of every page: name, ways to the other pages, language switch, footer."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import LANGUAGES, speaker, text
from comparekit.version import VERSION
from comparekit.wording.verdict import screening_note
from dashboard.addresses import TAGS
from dashboard.components.attributes import aria
from dashboard.pages import help, tools
from dashboard.place import Place
from dashboard.settings import DashboardServices
from dashboard.uploads import form_token

SIGN_OUT = "sign-out"  # what the way out is signed for
_RULES = "protocols"


def frame(content: Component, place: Place, services: DashboardServices) -> list[Component]:
    """`content` between the header with its ways and the footer."""
    language = place.language
    more = html.P(dcc.Link(text(language, "help.ways.help"), href=Place(language, (help.HOME,)).path))
    return [
        html.Header(
            [_name(language), *_ways(place, services), *_signed_in(language, services), _languages(place)]
        ),
        content,
        _footer(language, more),
    ]


def bare_frame(content: Component, place: Place, question: str = "") -> list[Component]:
    """The frame for who is not signed in: no way but the languages, which keep the `question`."""
    return [
        html.Header([_name(place.language), _languages(place, question)]),
        content,
        _footer(place.language),
    ]


def _name(language: str) -> Component:
    name = text(language, "dashboard.page.name")
    return html.P(dcc.Link(name, href=Place(language).path), className="name")


def _languages(place: Place, question: str = "") -> Component:
    label = aria(label=text(place.language, "dashboard.page.language"))
    return html.Nav([_choice(other, place, question) for other in LANGUAGES], className="languages", **label)


def _footer(language: str, *more: Component) -> Component:
    software = html.P(text(language, "dashboard.page.software", version=VERSION), className="note")
    return html.Footer([html.P(screening_note(language)), *more, software])


def _signed_in(language: str, services: DashboardServices) -> list[Component]:
    """Who signed in, in which role, and the way out; nothing where nobody has to sign in."""
    visitor = services.visitor()
    if visitor is None or services.sign_in is None:
        return []
    say = speaker(language, "sign_in_page")
    role = text(language, f"cli.user.roles_named.{visitor.actor.role}")
    token = form_token(services.sign_in.secret(), visitor.forms, SIGN_OUT)
    return [
        html.Form(
            [
                html.Span(
                    [html.Span(visitor.actor.name, className="who"), " ", html.Span(role, className="role")]
                ),
                # The button carries the token: a page of Dash has no hidden field.
                html.Button(say("out"), type="submit", name="token", value=token, className="button plain"),
            ],
            action=f"/_sign-out/{language}",
            method="post",
            className="signed-in",
        )
    ]


def _ways(place: Place, services: DashboardServices) -> list[Component]:
    """Ways to what there is; none where there is only one page."""
    ways: list[tuple[str, tuple[str, ...]]] = [("dashboard.ways.compare", ())]
    if tools.offered(services):
        ways.append(("help.ways.tools", (tools.HOME,)))
    if services.protocols is not None:
        ways.append(("dashboard.ways.rules", (_RULES,)))
    if len(ways) == 1:
        return []
    here = _way_of(place)
    links = [
        html.Span(
            dcc.Link(text(place.language, key), href=Place(place.language, parts).path),
            **(aria(current="page") if parts == here else {}),
        )
        for key, parts in ways
    ]
    label = aria(label=text(place.language, "dashboard.ways.label"))
    return [html.Nav(links, className="ways", **label)]


def _way_of(place: Place) -> tuple[str, ...] | None:
    """The way a place belongs to; None for what belongs to none."""
    first = place.parts[0] if place.parts else ""
    if first in tools.HOMES:
        return (tools.HOME,)
    if first == help.HOME:
        return None
    return (_RULES,) if first == _RULES else ()


def _choice(offered: str, place: Place, question: str) -> Component:
    own_name = text(offered, "dashboard.page.language_name")
    current = offered == place.language
    inner = own_name if current else dcc.Link(own_name, href=place.in_language(offered).path + question)
    here = aria(current="true") if current else {}
    return html.Span(inner, lang=TAGS[offered], **here)
