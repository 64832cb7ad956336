"""``comparekit protocols``: which rules there are, and what one of them says."""

from __future__ import annotations

import json

import click

from comparekit.i18n.catalog import speaker


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.protocols")
    return click.Command(
        "protocols",
        callback=_protocols,
        help=say("about"),
        params=[
            click.Argument(["protocol_id"], required=False, metavar="[ID]"),
            click.Option(["--sheet"], is_flag=True, help=say("sheet")),
        ],
    )


@click.pass_context
def _protocols(ctx: click.Context, protocol_id: str | None, sheet: bool) -> None:
    from comparekit.ingest.protocol_file import list_protocols, load_protocol  # noqa: PLC0415
    from comparekit.reporting.protocol_sheet import protocol_sheet  # noqa: PLC0415
    from comparekit.reporting.protocol_text import protocol_text  # noqa: PLC0415

    language = ctx.obj["language"]
    chosen = list_protocols() if protocol_id is None else (load_protocol(protocol_id),)
    if ctx.obj["json"]:
        rows = [
            {
                "id": p.id,
                "kind": p.kind,
                "utility": p.utility,
                "title": p.title[language],
                "version": p.version,
            }
            for p in chosen
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif protocol_id is None:
        for protocol in chosen:
            click.echo(f"{protocol.id}  {protocol.title[language]}")
    else:
        if not sheet:
            click.echo(protocol_text(chosen[0], language))
            click.echo()
        click.echo(protocol_sheet(chosen[0], language))
