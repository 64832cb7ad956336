"""``comparekit case export``: a case into an archive."""

from __future__ import annotations

import json
from pathlib import Path

import click

from comparekit.cli.case_database import database_option, opened
from comparekit.i18n.catalog import speaker


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.case.export")
    return click.Command(
        "export",
        callback=_export,
        help=say("about"),
        params=[
            click.Argument(["case_id"], metavar="ID"),
            click.Option(
                ["--out"], type=click.Path(path_type=Path), metavar="FILE.zip", required=True, help=say("out")
            ),
            click.Option(["--masked"], is_flag=True, help=say("masked")),
            database_option(language),
        ],
    )


@click.pass_context
def _export(ctx: click.Context, case_id: str, out: Path, masked: bool, database: str | None) -> None:
    from comparekit.services.case_export import export_case  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    say = speaker(ctx.obj["language"], "cli.case.export")
    if out.exists():
        raise click.ClickException(say("exists", file=out))
    with opened(database) as store:
        export_case(store, LOCAL, case_id, out, masked=masked)
    if ctx.obj["json"]:
        click.echo(json.dumps({"id": case_id, "file": str(out), "masked": masked}, ensure_ascii=False))
        return
    click.echo(say("done", case=case_id, file=out))
    if not masked:
        click.echo(say("whole"))
