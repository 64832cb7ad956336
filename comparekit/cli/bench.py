"""``comparekit bench``: a log whose truth is known, to practise on and to test with."""

from __future__ import annotations

import json
from pathlib import Path

import click

from comparekit.i18n.catalog import speaker

_MOST_WEEKS = 9999


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.bench")
    return click.Command(
        "bench",
        callback=_bench,
        help=say("about"),
        epilog=say("exits"),
        params=[
            click.Argument(["scenario"], required=False, metavar="[SCENARIO]"),
            click.Option(["--out"], type=click.Path(path_type=Path), metavar="DIR", help=say("out")),
            click.Option(["--seed"], type=click.IntRange(min=0), metavar="N", help=say("seed")),
            click.Option(["--weeks"], type=click.IntRange(1, _MOST_WEEKS), metavar="N", help=say("weeks")),
        ],
    )


@click.pass_context
def _bench(
    ctx: click.Context, scenario: str | None, out: Path | None, seed: int | None, weeks: int | None
) -> None:
    language, as_json = ctx.obj["language"], ctx.obj["json"]
    say = speaker(language, "cli.bench")
    if scenario is None:
        if out is not None or seed is not None or weeks is not None:
            raise click.ClickException(say("no_scenario"))
        _list(language, as_json=as_json)
        return
    if out is None:
        raise click.ClickException(say("no_out"))
    from comparekit.ingest.scenario_file import load_scenario  # noqa: PLC0415 - loads numpy
    from comparekit.services.bench import write_bench  # noqa: PLC0415

    chosen = load_scenario(scenario)
    try:
        files = write_bench(chosen, out, language, seed=seed, weeks=weeks)
    except FileExistsError as error:
        raise click.ClickException(say("exists", files=error.args[0])) from error
    if as_json:
        shown = {
            "scenario": chosen.id,
            "seed": files.seed,
            "logs": [str(file) for file in files.logs],
            "truth": str(files.truth),
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    first, last = files.logs[0], files.logs[-1]
    click.echo(say("log", file=first) if weeks is None else say("logs", first=first, last=last.name))
    click.echo(say("truth", file=files.truth, seed=files.seed))


def _list(language: str, *, as_json: bool) -> None:
    from comparekit.ingest.scenario_file import list_scenarios  # noqa: PLC0415

    scenarios = list_scenarios()
    if as_json:
        rows = [{"id": s.id, "utility": s.utility, "title": s.title[language]} for s in scenarios]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in scenarios:
        click.echo(f"{one.id}  {one.title[language]}")
