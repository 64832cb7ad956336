"""``comparekit case restore``: a backup back into an empty store."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.case.restore")
    return click.Command(
        "restore",
        callback=_restore,
        help=say("about"),
        params=[
            click.Argument(["file"], type=click.Path(path_type=Path), metavar="FILE"),
            database_option(language),
        ],
    )


@click.pass_context
def _restore(ctx: click.Context, file: Path, database: str | None) -> None:
    from comparekit.services.case_backup import restore_cases  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        taken = restore_cases(store, LOCAL, file)
        name = store.name
    if ctx.obj["json"]:
        click.echo(json.dumps({"file": str(file), **asdict(taken)}, ensure_ascii=False))
        return
    say = speaker(ctx.obj["language"], "cli.case.restore")
    click.echo(say("done", file=file, cases=taken.cases, database=name))
    click.echo(say("end", seq=taken.seq, hash=taken.hash))
