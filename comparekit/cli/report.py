"""``comparekit report``: a result or a case as a page to take away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

from comparekit.cli.case_database import VARIABLE, opened
from comparekit.cli.log_options import column_mapping
from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import speaker, text

_ENDINGS = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class _Written:
    """A page, what it says of the meter, and whether people may be named in it."""

    page: str
    verdict: str
    named: bool


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
            click.Option(["--study"], is_flag=True, help=say("study")),
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
    study: bool,
    unmasked: bool,
    database: str | None,
) -> None:
    language = ctx.obj["language"]
    say = speaker(language, "cli.report")
    check_ending(out, language)
    pairs = column_mapping(mapping)
    told = {"--log": logs, "--meters": meters, "--protocol": protocol, "--map": mapping}
    if is_case(what):
        if misplaced := ", ".join(option for option, value in told.items() if value):
            raise click.ClickException(say("only_result", options=misplaced))
        of_case = _study_of_case if study else _of_case
        written = of_case(what, database, language, unmasked=unmasked)
    else:
        for option, given in (("--unmasked", unmasked), ("--study", study)):
            if given:
                raise click.ClickException(say("only_case", option=option))
        written = _of_file(Path(what), logs, meters, protocol, pairs, language)
    from comparekit.services.report import write_report  # noqa: PLC0415 - loads numpy and scipy

    write_report(written.page, out, language, named=written.named)
    if ctx.obj["json"]:
        encoded = written.page.encode()
        shown = {
            "file": str(out),
            "bytes": len(encoded),
            "sha256": sha256(encoded).hexdigest(),
            "verdict": written.verdict,
            "masked": not written.named,
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    click.echo(say("done", file=out))
    if written.named:
        click.echo(say("named"))


def is_case(what: str) -> bool:
    """Whether `what` names a case: no file of that name is there, and it does not look like one."""
    path = Path(what)
    return not path.suffix[1:].isalpha() and path.name == what and not path.exists()


def check_ending(out: Path, language: str) -> None:
    """Refuse a file that is not called a web page. ClickException: with what to call it."""
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
    language: str,
) -> _Written:
    from comparekit.services.recomputed import recomputed  # noqa: PLC0415 - loads numpy and scipy
    from comparekit.services.report import report_page  # noqa: PLC0415

    result = recomputed(path, logs=logs, meters=meters, protocol=protocol, mapping=mapping)
    return _Written(report_page(result, language), str(result.verdict), named=False)


def _of_case(case_id: str, database: str | None, language: str, *, unmasked: bool) -> _Written:
    from comparekit.services.report import report_page  # noqa: PLC0415 - loads numpy and scipy
    from comparekit.services.report_case import result_of_case  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        try:
            case = result_of_case(store, LOCAL, case_id, unmasked=unmasked)
        except CompareKitError as error:
            if error.code != "report.no_case_result":
                raise
            from comparekit.wording.errors import error_text  # noqa: PLC0415 - only a failing run pays for it

            hint = text(language, "cli.report.study_alone", case=case_id)
            raise click.ClickException(f"{error_text(error, language)}{hint}") from error
    page = report_page(case.result, language, case_id=case_id, parties=case.parties, study=case.study)
    return _Written(page, str(case.result.verdict), named=bool(case.parties))


def _study_of_case(case_id: str, database: str | None, language: str, *, unmasked: bool) -> _Written:
    from comparekit.services.report import study_page  # noqa: PLC0415 - loads numpy and scipy
    from comparekit.services.report_case import study_of_case  # noqa: PLC0415 - loads SQLAlchemy
    from comparekit.services.roles import LOCAL  # noqa: PLC0415

    with opened(database) as store:
        study = study_of_case(store, LOCAL, case_id, unmasked=unmasked)
    return _Written(study_page(study, language), str(study.verdict), named=unmasked)
