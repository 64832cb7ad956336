"""``comparekit serve``: the dashboard on the case store of this machine."""

from __future__ import annotations

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker, text

_HOST, _PORT = "127.0.0.1", 8050


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.serve")
    return click.Command(
        "serve",
        callback=_serve,
        help=say("about"),
        params=[
            click.Option(
                ["--host"], default="127.0.0.1", show_default=True, metavar="HOST", help=say("host")
            ),
            click.Option(
                ["--port"],
                type=click.IntRange(0, 65535),
                default=_PORT,
                show_default=True,
                metavar="PORT",
                help=say("port"),
            ),
            database_option(language),
        ],
    )


@click.pass_context
def _serve(ctx: click.Context, host: str, port: int, database: str | None) -> None:
    from comparekit.cli.dashboard_services import dashboard_services  # noqa: PLC0415
    from dashboard.app import create_app  # noqa: PLC0415 - dash takes seconds to import
    from dashboard.serve import serve  # noqa: PLC0415
    from dashboard.settings import Settings  # noqa: PLC0415

    language = ctx.obj["language"]
    with opened(database) as store:
        click.echo(text(language, "cli.serve.store", database=store.name))

        def ready(address: str) -> None:
            click.echo(text(language, "cli.serve.serving", url=f"{address}{language}/"))

        settings = Settings(language=language, host=host, port=port)
        serve(create_app(settings, dashboard_services(store)), host, port, ready)
