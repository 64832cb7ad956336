"""Limit tables from their TOML files; `protocols/README.md` says how to read one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from comparekit.datafiles import data_folder
from comparekit.errors import FaultyProtocol
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.toml_file import text_in, value_of
from comparekit.ingest.toml_origin import read_origin
from comparekit.ingest.toml_reader import TomlReader
from comparekit.limits import ErrorLimits, FlowRule, LifeRule, LimitTable, OldClass, PlateSize

KIND = "limits"
_MEDIA = ("natural", "manufactured", "lpg")
_TECHNOLOGIES = ("static", "induction")
_FLOW_UNITS = ("m3/h", "A")
UTILITIES = ("water", "gas", "electricity")


@lru_cache(maxsize=8)
def load_limits(utility: str) -> LimitTable:
    """The shipped limits of a utility ("water", "gas" or "electricity").

    Raises
    ------
    FaultyProtocol
        A file that breaks a rule: every fault of it, each with its line.
    """
    path = data_folder("protocols") / f"{utility}-limits.toml"
    return read_limits(path, path.name)


def read_limits(path: Path, name: str) -> LimitTable:
    """The limit table in a file; `name` is what messages call it.

    Raises
    ------
    FaultyProtocol
        Not found, not readable, or with faults.
    """
    return value_of(text_in(path, name, "protocol", FaultyProtocol), name, "protocol", FaultyProtocol, _table)


def _table(toml: TomlReader) -> LimitTable:
    toml.text("kind", among=(KIND,))
    ratio = toml.has("flows", "ratio")
    return LimitTable(
        id=toml.text("id"),
        version=toml.text("version"),
        utility=toml.text("utility", among=UTILITIES),
        flow_unit=toml.text("flow_unit", among=_FLOW_UNITS),
        title=toml.texts("title", needed=LANGUAGES),
        zones=toml.texts("zones", needed=LANGUAGES),
        classes=tuple(_class(toml, i) for i in toml.tables("classes")),
        flows=FlowRule(
            smallest=toml.some_number("flows", "smallest", above=0),
            transition=toml.some_number("flows", "transition", above=0),
            largest=toml.some_number("flows", "largest", above=0),
            least_ratio=toml.number("flows", "ratio", "least", above=0) if ratio else None,
            ratio_origin=read_origin(toml, "flows", "ratio") if ratio else None,
            origin=read_origin(toml, "flows"),
        ),
        sizes=tuple(
            PlateSize(
                name=toml.text("sizes", i, "name"),
                permanent=toml.some_number("sizes", i, "permanent", above=0),
                largest=toml.number("sizes", i, "largest", above=0),
                smallest=toml.some_number("sizes", i, "smallest", above=0),
                origin=read_origin(toml, "sizes", i),
            )
            for i in toml.tables("sizes")
        ),
        old_classes=tuple(
            OldClass(
                name=toml.text("old_classes", i, "name"),
                smallest=toml.number("old_classes", i, "smallest", above=0),
                transition=toml.number("old_classes", i, "transition", above=0),
                origin=read_origin(toml, "old_classes", i),
            )
            for i in toml.tables("old_classes")
        ),
        lives=tuple(_life(toml, i) for i in toml.tables("lives")),
        without_limits=_words(toml, "without_limits"),
    )


def _words(toml: TomlReader, key: str) -> tuple[str, ...]:
    """A list of texts, empty where the key is absent."""
    told = toml.plain(key)
    if isinstance(told, list) and all(isinstance(word, str) for word in told):
        return tuple(told)
    if told is not None:
        toml.add("wrong_type", (key,), found=str(told), expected="text")
    return ()


def _class(toml: TomlReader, index: int) -> ErrorLimits:
    path = ("classes", index)
    rounded, signed = (toml.has(*path, key) for key in ("rounding", "same_sign"))
    return ErrorLimits(
        accuracy_class=toml.text(*path, "class"),
        lower=toml.number(*path, "lower", above=0),
        upper=toml.number(*path, "upper", above=0),
        smallest=toml.some_number(*path, "smallest", above=0),
        transition=toml.some_number(*path, "transition", above=0),
        origin=read_origin(toml, *path),
        in_service_factor=toml.number("in_service", "factor", above=0),
        in_service_origin=read_origin(toml, "in_service"),
        rounding=toml.number(*path, "rounding", "interval", above=0) if rounded else None,
        rounding_origin=read_origin(toml, *path, "rounding") if rounded else None,
        same_sign=toml.number(*path, "same_sign", "limit", above=0) if signed else None,
        same_sign_origin=read_origin(toml, *path, "same_sign") if signed else None,
    )


def _life(toml: TomlReader, index: int) -> LifeRule:
    path = ("lives", index)
    return LifeRule(
        years=toml.number(*path, "years", above=0),
        dn=toml.some_number(*path, "dn", above=0),
        permanent=toml.some_number(*path, "permanent", above=0),
        medium=toml.some_text(*path, "medium", among=_MEDIA),
        technology=toml.some_text(*path, "technology", among=_TECHNOLOGIES),
        origin=read_origin(toml, *path),
    )
