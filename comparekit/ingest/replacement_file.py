"""Protocols of a study before and after a replacement, from their TOML files."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from comparekit.datafiles import data_folder
from comparekit.errors import Fault, FaultyProtocol
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.limits_file import UTILITIES
from comparekit.ingest.toml_file import text_in, value_of
from comparekit.ingest.toml_origin import read_origin, read_source
from comparekit.ingest.toml_reader import TomlReader
from comparekit.ingest.toml_tolerance import read_tolerance
from comparekit.ingest.toml_zone import read_timezone
from comparekit.replacement_protocol import ChangeRule, ReplacementProtocol, SeasonPrior, SteepestPrice

KIND = "replacement"
_FAMILY = "protocol"
_UNITS = ("m3", "kWh")


def load_replacement_protocol(id_or_path: str | os.PathLike[str]) -> ReplacementProtocol:
    """The protocol with an id (``water-replacement``), or the one in a file ending in ``.toml``.

    Raises
    ------
    FaultyProtocol
        No such id or file, or a file that breaks a rule: every fault of it, each with its line.
    """
    return read_replacement_protocol(*replacement_protocol_source(id_or_path))


def replacement_protocol_source(id_or_path: str | os.PathLike[str]) -> tuple[str, str]:
    """The TOML text of such a protocol, and its file name. FaultyProtocol: no such id or file, or no text."""
    name = str(id_or_path)
    if name.lower().endswith(".toml"):
        path = Path(id_or_path)
    else:
        shipped = {path.stem: path for path in _shipped()}
        if name not in shipped:
            expected = ", ".join(sorted(shipped))
            raise FaultyProtocol([Fault(code="protocol.unknown", found=name, expected=expected)])
        path, name = shipped[name], shipped[name].name
    return text_in(path, name, _FAMILY, FaultyProtocol), name


def read_replacement_protocol(text: str, name: str) -> ReplacementProtocol:
    """The protocol in a TOML text from a file called `name`; errors as `load_replacement_protocol`."""
    return value_of(text, name, _FAMILY, FaultyProtocol, _protocol)


def list_replacement_protocols() -> tuple[ReplacementProtocol, ...]:
    """All shipped protocols of this kind, by id."""
    return tuple(load_replacement_protocol(path.stem) for path in _shipped())


def _shipped() -> list[Path]:
    """Files of this kind in the folder of protocols, by name."""
    return [path for path in sorted(data_folder("protocols").glob("*.toml")) if _kind(path) == KIND]


def _kind(path: Path) -> object:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")).get("kind")
    except (OSError, ValueError):
        return None


def _protocol(toml: TomlReader) -> ReplacementProtocol:
    return ReplacementProtocol(
        id=toml.text("id"),
        version=toml.text("version"),
        kind=toml.text("kind", among=(KIND,)),
        utility=toml.text("utility", among=UTILITIES),
        unit=toml.text("unit", among=_UNITS),
        timezone=read_timezone(toml),
        title=toml.texts("title", needed=LANGUAGES),
        tolerance=read_tolerance(toml),
        season=SeasonPrior(
            spread=toml.number("season", "spread", above=0),
            seen_days=toml.number("season", "seen_days", above=0),
            seen_spread=toml.number("season", "seen_spread", above=0),
            origin=read_origin(toml, "season"),
        ),
        change=ChangeRule(
            matters=toml.number("change", "matters", above=0),
            reach_days=toml.whole_number("change", "reach_days", least=0),
            probability=_probability(toml, "change", "probability"),
            origin=read_origin(toml, "change"),
        ),
        steepest=SteepestPrice(
            ratio=toml.number("steepest", "ratio", least=1),
            assumption=toml.flag("steepest", "assumption", default=True),
            origin=read_origin(toml, "steepest"),
        ),
        steps=tuple(toml.texts("steps", i, needed=LANGUAGES) for i in toml.tables("steps")),
        sources=tuple(read_source(toml, i) for i in toml.tables("sources")),
    )


def _probability(toml: TomlReader, *path: str) -> float:
    """Above one half and below one: percent written by mistake is a fault."""
    value = toml.number(*path, above=0.5)
    if value >= 1:
        toml.add("out_of_range", path, found=f"{value:g}", expected="< 1")
    return value
