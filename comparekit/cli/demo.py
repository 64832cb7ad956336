"""``comparekit demo``: the main job on a shipped story, then the dashboard on it."""

from __future__ import annotations

import json
import sys
import webbrowser

import click

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import speaker, text

_PORT = 8050


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.demo")
    return click.Command(
        "demo",
        callback=_demo,
        help=say("about"),
        params=[
            click.Argument(["story"], required=False),
            click.Option(["--no-serve"], is_flag=True, help=say("no_serve")),
            click.Option(["--no-browser"], is_flag=True, help=say("no_browser")),
            click.Option(["--port"], type=click.IntRange(0, 65535), metavar="PORT", help=say("port")),
        ],
    )


@click.pass_context
def _demo(ctx: click.Context, story: str | None, no_serve: bool, no_browser: bool, port: int | None) -> None:
    from comparekit.services.stories import (  # noqa: PLC0415
        DEFAULT_STORY,
        SERIES,
        story_kind,
        story_log,
        story_names,
    )

    language = ctx.obj["language"]
    name = story or DEFAULT_STORY
    told = _series if story_kind(name) == SERIES else _replacement
    click.echo(told(name, language, as_json=ctx.obj["json"]))
    if ctx.obj["json"]:
        return
    click.echo()
    click.echo(text(language, "cli.demo.file", file=story_log(name)))
    click.echo(text(language, "cli.demo.stories", names=", ".join(story_names(None))))
    if no_serve or not sys.stdout.isatty():
        return
    _serve(name, language, port, open_browser=not no_browser)


def _series(name: str, language: str, *, as_json: bool) -> str:
    from comparekit.reporting.series_text import series_text  # noqa: PLC0415
    from comparekit.services.stories import run_story  # noqa: PLC0415
    from comparekit.studies.flip import flip_of  # noqa: PLC0415
    from comparekit.studies.truth_rate import truth_rate_of  # noqa: PLC0415

    result = run_story(name)
    if as_json:
        return _json(result.to_dict())
    return series_text(result, language, truth_rate_of(result), flip_of(result))


def _replacement(name: str, language: str, *, as_json: bool) -> str:
    from comparekit.reporting.replacement_text import replacement_text  # noqa: PLC0415
    from comparekit.services.stories import run_replacement_story  # noqa: PLC0415

    result = run_replacement_story(name)
    return _json(result.to_dict()) if as_json else replacement_text(result, language)


def _json(document: dict[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _serve(story: str, language: str, port: int | None, *, open_browser: bool) -> None:
    from comparekit.cli.dashboard_services import dashboard_services  # noqa: PLC0415
    from dashboard.app import create_app  # noqa: PLC0415 - dash takes seconds to import
    from dashboard.serve import serve  # noqa: PLC0415
    from dashboard.settings import Settings  # noqa: PLC0415

    def ready(address: str) -> None:
        click.echo(text(language, "cli.demo.serving", url=f"{address}{language}/story/{story}"))
        if open_browser:
            webbrowser.open(f"{address}{language}/story/{story}")

    settings = Settings(language=language, story=story, port=_PORT if port is None else port)
    app = create_app(settings, dashboard_services())
    try:
        serve(app, settings.host, settings.port, ready)
    except CompareKitError as error:
        if error.code != "serve.port_taken" or port is not None:
            raise
        serve(app, settings.host, 0, ready)  # nobody asked for 8050: any free port will do
