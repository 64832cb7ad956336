"""Protocols from their TOML files; `protocols/README.md` says how to write one."""

from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from comparekit.datafiles import data_folder
from comparekit.errors import Fault, FaultyProtocol
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.limits_file import UTILITIES, load_limits
from comparekit.ingest.toml_file import text_in, value_of
from comparekit.ingest.toml_origin import read_origin, read_source
from comparekit.ingest.toml_reader import TomlReader
from comparekit.ingest.toml_tolerance import read_tolerance
from comparekit.ingest.toml_zone import read_timezone
from comparekit.limits import ErrorLimits, LimitTable
from comparekit.origin import Origin
from comparekit.protocol import (
    FlowShares,
    FlowTarget,
    ReferenceDoubts,
    SeriesPlan,
    SeriesProtocol,
)
from comparekit.registers.conditions import BaseConditions
from comparekit.units import find_unit

_FAMILY = "protocol"
_KINDS = ("series",)
_CLOCKS = ("report", "apply")
_FIRST_LOOK = 3  # blocks, as in comparekit.stats.looks, which would load scipy
_BASES = ("m3", "kWh")


def load_protocol(id_or_path: str | os.PathLike[str]) -> SeriesProtocol:
    """The protocol with an id, or the one in a file.

    Parameters
    ----------
    id_or_path : str or path
        Id of a shipped protocol (``water-series-7d``), or the path of a file ending in ``.toml``.

    Returns
    -------
    SeriesProtocol

    Raises
    ------
    FaultyProtocol
        No such id or file, or a file that breaks a rule: every fault of it, each with the line of its
        key in ``row`` and the dotted key in ``column``.
    """
    return read_protocol(*protocol_text(id_or_path))


def protocol_text(id_or_path: str | os.PathLike[str]) -> tuple[str, str]:
    """The TOML text of the protocol with an id, or of the one in a file, and its file name.

    Raises
    ------
    FaultyProtocol
        No such id or file, or no text.
    """
    name = str(id_or_path)
    if name.lower().endswith(".toml"):
        return text_in(Path(id_or_path), name, _FAMILY, FaultyProtocol), name
    shipped = _shipped()
    if name not in shipped:
        fault = Fault(code="protocol.unknown", found=name, expected=", ".join(sorted(shipped)))
        raise FaultyProtocol([fault])
    return text_in(shipped[name], shipped[name].name, _FAMILY, FaultyProtocol), shipped[name].name


def list_protocols() -> tuple[SeriesProtocol, ...]:
    """All shipped protocols, by id.

    Raises
    ------
    FaultyProtocol
        One of the files breaks a rule.
    """
    shipped = _shipped()
    return tuple(load_protocol(name) for name in sorted(shipped))


def _shipped() -> dict[str, Path]:
    """Files of shipped protocols by id; other data in the folder (tariffs) is passed over."""
    return {path.stem: path for path in sorted(data_folder("protocols").glob("*.toml")) if _is_protocol(path)}


def _is_protocol(path: Path) -> bool:
    try:
        return _kind(path, path.stat().st_mtime_ns) in _KINDS
    except (OSError, ValueError):
        return True  # so that reading it tells what is wrong


@lru_cache(256)
def _kind(path: Path, _changed_at: int) -> object:
    """Every search for one protocol looks into all files: each is read once while it stays as it is."""
    return tomllib.loads(path.read_text(encoding="utf-8")).get("kind")


def read_protocol(text: str, name: str) -> SeriesProtocol:
    """The protocol in a TOML text from a file called `name`; errors as `load_protocol`."""
    return value_of(text, name, _FAMILY, FaultyProtocol, _series)


def _series(toml: TomlReader) -> SeriesProtocol:
    base, base_origin = _base_conditions(toml)
    utility = toml.text("utility", among=UTILITIES)
    table = load_limits(utility if utility in UTILITIES else "water")
    limits = _limits(toml, table)
    return SeriesProtocol(
        base_conditions=base,
        base_origin=base_origin,
        id=toml.text("id"),
        version=toml.text("version"),
        kind=toml.text("kind", among=_KINDS),
        utility=utility,
        unit=_unit(toml),
        timezone=read_timezone(toml),
        title=toml.texts("title", needed=LANGUAGES),
        plan=_plan(toml),
        tolerance=read_tolerance(toml),
        table=table,
        limits=limits,
        reference_limits=limits,
        flow_shares=FlowShares(
            lower=_share(toml, "flow_shares", "lower"), origin=read_origin(toml, "flow_shares")
        ),
        doubts=_doubts(toml),
        prior_scale=toml.number("model", "prior_scale", above=0),
        prior_origin=read_origin(toml, "model"),
        test_in_service=toml.flag("assumptions", "test_in_service", default=True),
        reference_in_service=toml.flag("assumptions", "reference_in_service", default=False),
        steps=tuple(toml.texts("steps", i, needed=LANGUAGES) for i in toml.tables("steps")),
        sources=tuple(read_source(toml, i) for i in toml.tables("sources")),
    )


def _unit(toml: TomlReader) -> str:
    name = toml.text("unit")
    unit = find_unit(name)
    if name and (unit is None or name != unit.base):
        toml.add("unknown_word", ("unit",), found=name, expected=", ".join(_BASES))
    return name


def _plan(toml: TomlReader) -> SeriesPlan:
    blocks = toml.whole_number("plan", "blocks", least=1)
    points = tuple(_target(toml, i) for i in toml.tables("plan", "points"))
    planned = sum(point.runs for point in points)
    if points and planned != blocks:
        toml.add("out_of_range", ("plan", "blocks"), found=str(blocks), expected=f"= {planned}")
    return SeriesPlan(
        blocks=blocks,
        visit_gap_s=toml.number("plan", "visit_gap_s", least=0),
        reading_gap_s=toml.number("plan", "reading_gap_s", least=0),
        typical_flow=toml.number("plan", "typical_flow", above=0),
        overload_flow=toml.number("plan", "overload_flow", above=0),
        minimum_steps=toml.number("plan", "minimum_steps", above=0),
        longest_gap_h=toml.number("plan", "longest_gap_h", above=0),
        clocks=toml.text("plan", "clocks", among=_CLOCKS, default="report"),
        origin=read_origin(toml, "plan"),
        looks=_looks(toml, blocks),
        runs=toml.flag("plan", "runs", default=False),
        points=points,
    )


def _looks(toml: TomlReader, blocks: int) -> tuple[int, ...]:
    """Looks fixed beforehand: rising numbers of blocks from 3 on, the last one the planned end."""
    if not toml.has("plan", "looks"):
        return ()
    looks = toml.whole_numbers("plan", "looks")
    rising = all(a < b for a, b in pairwise(looks))
    if looks and not (rising and looks[0] >= _FIRST_LOOK and looks[-1] == blocks):
        toml.add("out_of_range", ("plan", "looks"), found=str(list(looks)), expected="looks_rising")
    return looks


def _base_conditions(toml: TomlReader) -> tuple[BaseConditions | None, Origin | None]:
    if not toml.has("base_conditions"):
        return None, None
    base = BaseConditions(
        temperature_c=toml.number("base_conditions", "temperature_c"),
        pressure_kpa=toml.number("base_conditions", "pressure_kpa", above=0),
        atmosphere_kpa=toml.number("base_conditions", "atmosphere_kpa", above=0),
    )
    return base, read_origin(toml, "base_conditions")


def _limits(toml: TomlReader, table: LimitTable) -> ErrorLimits:
    """Limits of the class the protocol goes by, until the plates say more."""
    name = toml.text("limits", "class")
    found = table.of_class(name)
    if name and found is None:
        known = ", ".join(c.accuracy_class for c in table.classes)
        toml.add("unknown_word", ("limits", "class"), found=name, expected=known)
    return found or table.classes[0]


def _target(toml: TomlReader, index: int) -> FlowTarget:
    path = ("plan", "points", index)
    return FlowTarget(
        flow=toml.texts(*path, "flow", needed=LANGUAGES),
        runs=toml.whole_number(*path, "runs", least=1),
        volume=toml.number(*path, "volume", above=0),
    )


def _share(toml: TomlReader, *path: str) -> float:
    """A share between 0 and 1: percent written by mistake is a fault."""
    share = toml.number(*path, least=0)
    if share > 1:
        toml.add("out_of_range", path, found=f"{share:g}", expected="≤ 1")
    return share


def _doubts(toml: TomlReader) -> ReferenceDoubts:
    """Doubts about the reference error; those of gas conditions only where the protocol names them."""
    key = "reference_error"
    return ReferenceDoubts(
        drift_per_year=toml.number(key, "drift_per_year", least=0),
        installation=toml.number(key, "installation", least=0),
        between_points=toml.number(key, "between_points", least=0),
        temperature_c=toml.some_number(key, "temperature_c", above=0) or 0.0,
        pressure_kpa=toml.some_number(key, "pressure_kpa", above=0) or 0.0,
        origin=read_origin(toml, key),
    )
