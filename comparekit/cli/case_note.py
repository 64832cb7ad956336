"""``comparekit case note``: a note to a case."""

from __future__ import annotations

import json

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker


def build(language: str) -> click.Command:
    """The command in `language`."""
    return click.Command(
        "note",
        callback=_note,
        help=speaker(language, "cli.case.note")("about"),
        params=[
            click.Argument(["case_id"], metavar="ID"),
            click.Argument(["note"], metavar="TEXT"),
            database_option(language),
        ],
    )


@click.pass_context
def _note(ctx: click.Context, case_id: str, note: str, database: str | None) -> None:
    from comparekit.services.case_note import add_note  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        event = add_note(store, LOCAL, case_id, note)
    if ctx.obj["json"]:
        click.echo(json.dumps({"id": case_id, "seq": event.seq}, ensure_ascii=False))
    else:
        click.echo(speaker(ctx.obj["language"], "cli.case.note")("done", case=case_id, seq=event.seq))
