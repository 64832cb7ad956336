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
    from comparekit.protocol import SeriesProtocol  # noqa: PLC0415 - these load numpy
    from comparekit.reporting.protocol_sheet import protocol_sheet  # noqa: PLC0415
    from comparekit.services.rules import list_rules, load_rules, rules_text  # noqa: PLC0415

    language = ctx.obj["language"]
    chosen = list_rules() if protocol_id is None else (load_rules(protocol_id),)
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
        rules = chosen[0]
        has_sheet = isinstance(rules, SeriesProtocol)
        if not (sheet and has_sheet):  # only a comparison has a sheet for the site
            click.echo(rules_text(rules, language))
        if isinstance(rules, SeriesProtocol):
            click.echo(("" if sheet else "\n") + protocol_sheet(rules, language))
