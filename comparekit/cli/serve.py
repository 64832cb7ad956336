"""``comparekit serve``: the dashboard on the case store, for this machine or for an office."""

from __future__ import annotations

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker

_HOST, _PORT = "127.0.0.1", 8050


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.serve")
    return click.Command(
        "serve",
        callback=_serve,
        help=say("about"),
        params=[
            click.Option(["--host"], default=_HOST, show_default=True, metavar="HOST", help=say("host")),
            click.Option(
                ["--port"],
                type=click.IntRange(0, 65535),
                default=_PORT,
                show_default=True,
                metavar="PORT",
                help=say("port"),
            ),
            database_option(language),
            click.Option(["--public-url"], metavar="URL", help=say("public_url")),
        ],
    )


@click.pass_context
def _serve(ctx: click.Context, host: str, port: int, database: str | None, public_url: str | None) -> None:
    from comparekit.cli.dashboard_services import dashboard_services  # noqa: PLC0415
    from comparekit.services.exposure import require_safe_address  # noqa: PLC0415
    from dashboard.public_url import public_url as read_url  # noqa: PLC0415
    from dashboard.settings import Settings  # noqa: PLC0415

    language = ctx.obj["language"]
    say = speaker(language, "cli.serve")
    public = None if public_url is None else read_url(public_url)
    with opened(database) as store:
        require_safe_address(store, host, public=None if public is None else public.host)
        from dashboard.app import create_app  # noqa: PLC0415 - dash takes seconds to import
        from dashboard.serve import serve  # noqa: PLC0415

        settings = Settings(language=language, host=host, port=port, public_url=public)
        click.echo(say("store", database=store.name))
        if settings.exposed and (public is None or not public.secure):
            click.echo(say("plain"), err=True)

        def ready(address: str) -> None:
            if public is None:
                click.echo(say("serving", url=f"{address}{language}/"))
            else:
                url = f"{public.origin}/{language}/"
                click.echo(say("serving_public", url=url, local=f"{address}{language}/"))

        app = create_app(settings, dashboard_services(store))
        store.close()  # no connection may be shared with the process that will answer
        serve(app, host, port, ready)
