"""``comparekit case backup``: the whole store into one file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.case.backup")
    return click.Command(
        "backup",
        callback=_backup,
        help=say("about"),
        params=[
            click.Option(
                ["--out"], type=click.Path(path_type=Path), metavar="FILE", required=True, help=say("out")
            ),
            click.Option(["--even-damaged"], is_flag=True, help=say("even_damaged")),
            database_option(language),
        ],
    )


@click.pass_context
def _backup(ctx: click.Context, out: Path, even_damaged: bool, database: str | None) -> None:
    from comparekit.services.case_backup import back_up_cases  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    say = speaker(ctx.obj["language"], "cli.case.backup")
    if out.exists():
        raise click.ClickException(say("exists", file=out))
    with opened(database) as store:
        made = back_up_cases(store, LOCAL, out, even_damaged=even_damaged)
    if ctx.obj["json"]:
        click.echo(json.dumps({"file": str(out), **asdict(made)}, ensure_ascii=False))
        return
    click.echo(say("done", file=out, cases=made.cases))
    click.echo(say("end", seq=made.seq, hash=made.hash))
