"""``comparekit sample``: templates to fill in."""

from __future__ import annotations

import json
from pathlib import Path

import click

from comparekit.i18n.catalog import speaker, text

_LOGS = (".csv", ".xlsx")
_ENDINGS = {"log": _LOGS, "log-long": _LOGS, "meters": (".toml",), "bills": _LOGS, "usage": _LOGS}


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.sample")
    return click.Command(
        "sample",
        callback=_sample,
        help=say("about"),
        params=[
            click.Argument(["kind"], type=click.Choice(tuple(_ENDINGS)), metavar="KIND"),
            click.Option(
                ["--out"], type=click.Path(path_type=Path), required=True, metavar="FILE", help=say("out")
            ),
        ],
    )


@click.pass_context
def _sample(ctx: click.Context, kind: str, out: Path) -> None:
    language = ctx.obj["language"]
    say = speaker(language, "cli.sample")
    if out.suffix.lower() not in _ENDINGS[kind]:
        raise click.ClickException(say("ending", file=out, endings=", ".join(_ENDINGS[kind])))
    from comparekit.ingest.meters_template import meters_keys  # noqa: PLC0415
    from comparekit.ingest.templates import template_fields  # noqa: PLC0415 - loads numpy
    from comparekit.ingest.usage_templates import KINDS, usage_template_fields  # noqa: PLC0415
    from comparekit.services.sample import write_sample  # noqa: PLC0415

    of_meters, of_use = kind == "meters", kind in KINDS
    of_table = usage_template_fields if of_use else template_fields
    fields = meters_keys() if of_meters else of_table(kind)
    try:
        write_sample(kind, out, language)
    except FileExistsError as error:
        raise click.ClickException(say("exists", file=out)) from error
    if ctx.obj["json"]:
        shown = {"file": str(out), "kind": kind, "fields": fields}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    if of_use:
        click.echo(text(language, "usage_template.written", file=out))
    else:
        click.echo(say("written_meters" if of_meters else "written", file=out))
    for field in fields:
        if of_use:
            told = speaker(language, "usage_template")
            click.echo(f"  {told(f'title.{field}')}: {told(f'about_{field}')}")
        elif of_meters:
            click.echo(f"  {field}: {text(language, f'meters_template.about_{field}')}")
        else:
            click.echo(f"  {say(f'title.{field}')}: {say(f'about_{field}')}")
