"""How to read a result and what to do, on one page."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from dashboard.components.lines import unbroken
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices

HOME = "help"
_WORDS = ("deviation", "range", "tolerance", "permitted", "detectable", "screening")
_SITE = ("install", "zero", "read", "photo", "agree", "note")
_UNCONVINCED = ("readings", "misread", "verify", "arbitrate", "more")
_KEYS = ("forward", "back", "ends", "jump", "leave", "print")
#: Shapes of a log, with the templates that `dashboard.drafts_files` serves.
_FORMATS = {
    "wide": ("log.xlsx", "log.csv"),
    "long": ("log-long.xlsx", "log-long.csv"),
    "meters": ("meters.toml",),
}


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/help``, always."""
    if place.parts != (HOME,):
        return None
    language = place.language
    return Page(
        title=text(language, "help.title"),
        lead=text(language, "help.lead"),
        body=partial(view, language, files=services.cases is not None),
        key=place,
    )


def view(language: str, *, files: bool = False) -> Component:
    """Words, work on site, what to do when not convinced, keys, formats; with `files` templates to take."""
    say = speaker(language, "help")
    return html.Main(
        [
            html.Section([html.H1(say("title")), html.P(say("lead"), className="lead")], className="opening"),
            _pairs("words", [(say(f"words.{w}"), say(f"words.{w}_means")) for w in _WORDS], language),
            _listed("site", _SITE, language, ordered=True),
            _listed("unconvinced", _UNCONVINCED, language),
            _pairs("meeting", [(say(f"meeting.{k}"), say(f"meeting.{k}_keys")) for k in _KEYS], language),
            _formats(language, files=files),
        ],
        className="help",
    )


def _pairs(part: str, pairs: list[tuple[str, str]], language: str) -> Component:
    say = speaker(language, f"help.{part}")
    intro = [html.P(say("intro"))] if part == "meeting" else []
    told = [html.Div([html.Dt(name), html.Dd(unbroken(means))]) for name, means in pairs]
    return html.Section([html.H2(say("title")), *intro, html.Dl(told, className="help-words")])


def _listed(part: str, keys: tuple[str, ...], language: str, *, ordered: bool = False) -> Component:
    say = speaker(language, f"help.{part}")
    items = [html.Li(unbroken(say(key))) for key in keys]
    body = html.Ol(items) if ordered else html.Ul(items)
    intro = [html.P(say("intro"))] if ordered else []
    return html.Section([html.H2(say("title")), *intro, body], className="help-list")


def _formats(language: str, *, files: bool) -> Component:
    """The shapes of a log: templates to download where they are served, else the commands for them."""
    say = speaker(language, "help.formats")
    items = []
    for key, names in _FORMATS.items():
        ways = [_template(name, language) for name in names] if files else [html.Code(say(f"command.{key}"))]
        items.append(html.Li([html.P(say(key)), *ways]))
    return html.Section(
        [html.H2(say("title")), html.P(say("intro")), html.Ul(items), html.P(say("step"))],
        className="help-list help-formats",
    )


def _template(name: str, language: str) -> Component:
    words = text(language, f"new_page.files.template_{name.replace('.', '_').replace('-', '_')}")
    # A file, not a page: the browser is to fetch it.
    return html.P(html.A(words, href=f"/_template/{language}/{name}", className="help-file"))
