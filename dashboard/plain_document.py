"""A whole document in plain HTML, complete before any script runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dash.development.base_component import Component
from flask import Response
from markupsafe import Markup

from comparekit.figures.theme import style_variables
from comparekit.i18n.catalog import text
from dashboard.addresses import TAGS
from dashboard.components.markup import markup

_ASSETS = Path(__file__).resolve().parent / "assets"
_STYLE = Markup('<link rel="stylesheet" href="/assets/{}">')
_SCRIPT = Markup('<script src="/assets/{}" defer></script>')
_DOCUMENT = Markup("""<!DOCTYPE html>
<html lang="{tag}">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<style>{variables}</style>
{styles}
{scripts}
</head>
<body>
{body}
</body>
</html>""")


def plain_document(
    body: Sequence[Component],
    language: str,
    title_key: str,
    status: int = 200,
    scripts: Sequence[str] = (),
) -> Response:
    """`body`, of HTML elements only, as a document with our style.

    Parameters
    ----------
    body : sequence of component
        From `dashboard.shell`.
    language : str
        "zh" or "en".
    title_key : str
        Of the catalog.
    status : int
        Of the answer.
    scripts : sequence of str
        Names of our files, for what a page does beyond working without them.
    """
    written = _DOCUMENT.format(
        tag=TAGS[language],
        title=text(language, title_key),
        variables=Markup(style_variables()),
        styles=Markup("\n").join(_STYLE.format(path.name) for path in sorted(_ASSETS.glob("*.css"))),
        scripts=Markup("\n").join(_SCRIPT.format(name) for name in scripts),
        body=markup(list(body)),
    )
    answer = Response(str(written), status=status, content_type="text/html; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"  # what is typed there belongs to nobody's cache
    return answer
