"""``comparekit report``: a result or a case as a page to take away."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comparekit.cli.case_database import VARIABLE, opened
from comparekit.cli.log_options import column_mapping
from comparekit.i18n.catalog import speaker

if TYPE_CHECKING:
    from comparekit.services.report_case import CaseResult
    from comparekit.studies.series_result import SeriesResult

_ENDINGS = (".html", ".htm")


def build(language: str) -> click.Command:
    """The command in `language`."""
    say = speaker(language, "cli.report")
    path = click.Path(path_type=Path)
    return click.Command(
        "report",
        callback=_report,
        help=say("about"),
        epilog=say("exits"),
        params=[
            click.Argument(["what"], metavar="RESULT|CASE"),
            click.Option(["--out"], type=path, metavar="FILE.html", required=True, help=say("out")),
            click.Option(["--log", "logs"], type=path, metavar="FILE", multiple=True, help=say("log")),
            click.Option(["--meters"], type=path, metavar="FILE.toml", help=say("meters")),
            click.Option(["--protocol"], metavar="ID", help=say("protocol")),
            click.Option(["--map", "mapping"], metavar="COLUMN=FIELD", multiple=True, help=say("map")),
            click.Option(["--unmasked"], is_flag=True, help=say("unmasked")),
            click.Option(["--database"], metavar="URL", envvar=VARIABLE, help=say("database")),
        ],
    )


@click.pass_context
def _report(
    ctx: click.Context,
    what: str,
    out: Path,
    logs: tuple[Path, ...],
    meters: Path | None,
    protocol: str | None,
    mapping: tuple[str, ...],
    unmasked: bool,
    database: str | None,
) -> None:
    language = ctx.obj["language"]
    say = speaker(language, "cli.report")
    _check_ending(out, language)
    pairs = column_mapping(mapping)
    told = {"--log": logs, "--meters": meters, "--protocol": protocol, "--map": mapping}
    if is_case(what):
        if misplaced := ", ".join(option for option, value in told.items() if value):
            raise click.ClickException(say("only_result", options=misplaced))
        case = _of_case(what, database, unmasked=unmasked)
        result, case_id, parties = case.result, case.case_id, case.parties
    else:
        if unmasked:
            raise click.ClickException(say("only_case"))
        result, case_id, parties = _of_file(Path(what), logs, meters, protocol, pairs), "", ()
    from comparekit.services.report import report_page, write_report  # noqa: PLC0415 - loads numpy and scipy

    page = report_page(result, language, case_id=case_id, parties=parties)
    write_report(page, out, language, named=bool(parties))
    if ctx.obj["json"]:
        written = page.encode()
        shown = {
            "file": str(out),
            "bytes": len(written),
            "sha256": sha256(written).hexdigest(),
            "verdict": str(result.verdict),
            "masked": not parties,
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    click.echo(say("done", file=out))
    if parties:
        click.echo(say("named"))


def is_case(what: str) -> bool:
    """Whether `what` names a case: no file of that name is there, and it does not look like one."""
    path = Path(what)
    return not path.suffix[1:].isalpha() and path.name == what and not path.exists()


def _check_ending(out: Path, language: str) -> None:
    say = speaker(language, "cli.report")
    ending = out.suffix.lower()
    if ending not in _ENDINGS:
        raise click.ClickException(say("no_pdf") if ending == ".pdf" else say("ending", file=out))


def _of_file(
    path: Path,
    logs: tuple[Path, ...],
    meters: Path | None,
    protocol: str | None,
    mapping: dict[str, str] | None,
) -> SeriesResult:
    from comparekit.services.recomputed import recomputed  # noqa: PLC0415 - loads numpy and scipy

    return recomputed(path, logs=logs, meters=meters, protocol=protocol, mapping=mapping)


def _of_case(case_id: str, database: str | None, *, unmasked: bool) -> CaseResult:
    from comparekit.services.report_case import result_of_case  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        return result_of_case(store, LOCAL, case_id, unmasked=unmasked)
