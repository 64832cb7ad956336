"""Rules of refund and back-charge from their TOML files; `protocols/README.md` says how to read one."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from comparekit.datafiles import data_folder
from comparekit.errors import FaultyProtocol
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.limits_file import UTILITIES
from comparekit.ingest.toml_file import text_in, value_of
from comparekit.ingest.toml_origin import read_origin
from comparekit.ingest.toml_reader import TomlReader
from comparekit.settlement_rules import (
    Arbitration,
    Basis,
    CorrectionPeriod,
    Payer,
    SettlementRule,
    SettlementTable,
    Span,
    TestCosts,
)

KIND = "settlement"


@lru_cache(maxsize=8)
def load_settlement(utility: str) -> SettlementTable:
    """The shipped rules of a utility ("water", "gas" or "electricity").

    Raises
    ------
    FaultyProtocol
        A file that breaks a rule: every fault of it, each with its line.
    """
    return settlement_of(*settlement_source(utility))


def settlement_source(utility: str) -> tuple[str, str]:
    """The TOML text of the shipped rules of a utility, and its file name."""
    path = data_folder("protocols") / f"{utility}-settlement.toml"
    return text_in(path, path.name, "protocol", FaultyProtocol), path.name


def read_settlement(path: Path, name: str) -> SettlementTable:
    """The rules in a file; `name` is what messages call it.

    Raises
    ------
    FaultyProtocol
        Not found, not readable, or with faults.
    """
    return settlement_of(text_in(path, name, "protocol", FaultyProtocol), name)


def settlement_of(text: str, name: str) -> SettlementTable:
    """The rules in a TOML text from a file called `name`. FaultyProtocol: with faults."""
    return value_of(text, name, "protocol", FaultyProtocol, _table)


def _table(toml: TomlReader) -> SettlementTable:
    toml.text("kind", among=(KIND,))
    utility = toml.text("utility", among=UTILITIES)
    return SettlementTable(
        id=toml.text("id"),
        version=toml.text("version"),
        utility=utility,
        title=toml.texts("title", needed=LANGUAGES),
        note=toml.texts("note", needed=LANGUAGES),
        arbitration=Arbitration(
            appeal_days=toml.number("arbitration", "appeal_days", above=0),
            origin=read_origin(toml, "arbitration"),
        ),
        rules=tuple(_rule(toml, i, utility) for i in toml.tables("rules")),
    )


def _rule(toml: TomlReader, index: int, utility: str) -> SettlementRule:
    path = ("rules", index)
    basis = toml.text(*path, "basis", among=tuple(Basis))
    return SettlementRule(
        id=toml.text(*path, "id"),
        utility=utility,
        place=toml.text(*path, "place"),
        place_name=toml.texts(*path, "place_name", needed=LANGUAGES),
        title=toml.texts(*path, "title", needed=LANGUAGES),
        clause=toml.texts(*path, "clause", needed=LANGUAGES) if toml.has(*path, "clause") else {},
        basis=Basis(basis) if basis in tuple(Basis) else Basis.NOT_TOLD,
        period=_period(toml, *path, "period"),
        costs=_costs(toml, *path, "costs"),
        origin=read_origin(toml, *path),
        text_read=toml.flag(*path, "text_read", default=False),
        formula_seen=toml.flag(*path, "formula_seen", default=False),
        refund_told=toml.flag(*path, "refund_told", default=False),
        unknown=toml.texts(*path, "unknown", needed=LANGUAGES) if toml.has(*path, "unknown") else {},
        valid_from=_day(toml, *path, "valid_from"),
        valid_to=_day(toml, *path, "valid_to"),
    )


def _period(toml: TomlReader, *path: str | int) -> CorrectionPeriod:
    span = toml.text(*path, "span", among=tuple(Span))
    share = toml.number(*path, "share", above=0) if span == Span.SINCE_LAST_CHECK else None
    if share is not None and share > 1:
        toml.add("out_of_range", (*path, "share"), found=f"{share:g}", expected="≤ 1")
    return CorrectionPeriod(
        span=Span(span) if span in tuple(Span) else Span.NOT_TOLD,
        origin=read_origin(toml, *path),
        share=share,
        months=toml.whole_number(*path, "months", least=1) if span == Span.MONTHS else None,
    )


def _costs(toml: TomlReader, *path: str | int) -> TestCosts:
    beyond, within = (toml.text(*path, case, among=tuple(Payer)) for case in ("beyond", "within"))
    known = tuple(Payer)
    return TestCosts(
        beyond=Payer(beyond) if beyond in known else Payer.NOT_TOLD,
        within=Payer(within) if within in known else Payer.NOT_TOLD,
        origin=read_origin(toml, *path),
    )


def _day(toml: TomlReader, *path: str | int) -> date | None:
    value = toml.plain(*path)
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    toml.add("wrong_type", path, found=str(value), expected="date")
    return None
