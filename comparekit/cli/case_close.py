"""``comparekit case close``: closing a case."""

from __future__ import annotations

import json

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.case.close")
    return click.Command(
        "close",
        callback=_close,
        help=say("about"),
        params=[
            click.Argument(["case_id"], metavar="ID"),
            click.Option(["--reason"], metavar="TEXT", default="", help=say("reason")),
            database_option(language),
        ],
    )


@click.pass_context
def _close(ctx: click.Context, case_id: str, reason: str, database: str | None) -> None:
    from comparekit.services.case_note import close_case  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        event = close_case(store, LOCAL, case_id, reason)
    if ctx.obj["json"]:
        click.echo(json.dumps({"id": case_id, "seq": event.seq}, ensure_ascii=False))
    else:
        click.echo(speaker(ctx.obj["language"], "cli.case.close")("done", case=case_id))
