"""The page to sign in on: plain HTML, without any script."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker
from dashboard.components.entry import Input, hidden, labelled
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices

HOME = "sign-in"
NEXT = "next"  # the part of the question that says where to go afterwards
LONGEST = 1000  # characters of a name or a password that are looked at
_LOCAL = re.compile(r"/(?!/)[!-\[\]-~]{0,2000}")  # printable ASCII without a backslash


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/sign-in``, where people have to sign in; written by `dashboard.sign_in`, not by Dash."""
    if services.sign_in is None or place.parts != (HOME,):
        return None
    title = speaker(place.language, "sign_in_page")("title")
    return Page(title=title, lead="", body=lambda: html.Main(html.P(html.A(title, href=place.path))))


def local_path(told: str, language: str) -> str:
    """Where to go after signing in: `told` where it is a path of ours, else the first page."""
    return told if _LOCAL.fullmatch(told) and not told.startswith("/_dash") else Place(language).path


def view(token: str, language: str, *, next_path: str, name: str = "", trouble: str = "") -> Component:
    """The form.

    Parameters
    ----------
    token : str
        See `dashboard.uploads.form_token`.
    language : str
        "zh" or "en".
    next_path : str
        Where to go afterwards.
    name : str
        As typed before.
    trouble : str
        Why it did not work.
    """
    say = speaker(language, "sign_in_page")
    told = [html.Section(html.P(trouble), className="trouble", role="alert")] if trouble else []
    form = html.Form(
        [
            hidden("token", token),
            hidden(NEXT, next_path),
            labelled(
                say("name"),
                Input(
                    type="text",
                    name="name",
                    value=name,
                    autoComplete="username",
                    autoCapitalize="none",
                    spellCheck="false",
                    maxLength=str(LONGEST),
                    required=True,
                ),
            ),
            labelled(
                say("password"),
                Input(
                    type="password",
                    name="password",
                    autoComplete="current-password",
                    maxLength=str(LONGEST),
                    required=True,
                ),
            ),
            html.P(html.Button(say("in"), type="submit", className="button main")),
        ],
        action=Place(language, (HOME,)).path,
        method="post",
        className="sign-in",
    )
    return html.Main(
        [
            html.Section([html.H1(say("title")), html.P(say("lead"), className="lead")], className="opening"),
            *told,
            html.Section([form, html.P(say("forgotten"), className="note")]),
        ]
    )


def expired_view(language: str) -> Component:
    """To who sends a form without being signed in (any more): what was typed must not be lost."""
    say = speaker(language, "sign_in_page.expired")
    way = html.A(say("way"), href=Place(language, (HOME,)).path, target="_blank", className="button main")
    return html.Main(
        html.Section([html.H1(say("title")), html.P(say("then"), className="lead"), html.P(way)]),
        className="signed-out",
    )
