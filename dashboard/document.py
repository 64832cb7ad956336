"""The HTML document around the app: language, title and what is seen before any script runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash
from flask import request
from markupsafe import escape

from comparekit.figures.theme import style_variables
from comparekit.i18n.catalog import text
from dashboard import plotly_bundle
from dashboard.addresses import TAGS
from dashboard.pages.page import Page
from dashboard.place import place_of

_DOCUMENT = """<!DOCTYPE html>
<html lang="{tag}">
<head>
{metas}
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<style>{variables}</style>
{early}
{css}
</head>
<body>
<noscript><h1>{title}</h1><p>{next_step}</p><p>{needs_script}</p></noscript>
<div id="react-entry-point"><p class="loading">{loading}</p></div>
{config}
{scripts}
{renderer}
</body>
</html>"""

#: Fetched while the other scripts are, where the page will ask for it as soon as they have run.
_EARLY = f'<link rel="preload" as="script" href="{plotly_bundle.ADDRESS}">'


class PagedDash(Dash):
    """A Dash app whose document carries the language of its address and the title of its page."""

    find: Callable[[str | None], Page | None]
    language: str
    guarded: bool = False  # whether everybody has to sign in

    def _config(self) -> Any:
        """What the renderer is told; with it, where plotly.js is once a graph appears.

        The renderer takes another place than the plotly package only where it believes that scripts come
        from elsewhere. A test watches that nothing does.
        """
        told = super()._config()  # type: ignore[no-untyped-call]
        return told | {"serve_locally": False, "plotlyjs_url": plotly_bundle.ADDRESS}

    def interpolate_index(
        self,
        metas: str = "",
        title: str = "",
        css: str = "",
        config: str = "",
        scripts: str = "",
        app_entry: str = "",
        favicon: str = "",
        renderer: str = "",
    ) -> str:
        """Fill in the document; see `dash.Dash.interpolate_index` for the parts.

        Title, entry and icon are our own.
        """
        language = place_of(request.path, self.language).language
        page = self.find(request.path)
        name = text(language, "dashboard.page.name")
        return _DOCUMENT.format(
            tag=TAGS[language],
            title=escape(name if page is None else page.title),
            next_step=escape("" if page is None else page.lead),
            needs_script=escape(text(language, "dashboard.page.needs_script")),
            loading=escape(text(language, "dashboard.page.loading")),
            variables=style_variables(),
            early=_EARLY if page is not None and page.graph else "",
            metas=metas,
            css=css,
            config=config,
            scripts=scripts,
            renderer=renderer,
        )
