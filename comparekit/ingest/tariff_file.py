"""Tariffs from their TOML files; `protocols/README.md` says how to read and change one."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from comparekit.datafiles import data_folder
from comparekit.errors import Fault, FaultyProtocol
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.limits_file import UTILITIES
from comparekit.ingest.toml_file import text_in, value_of
from comparekit.ingest.toml_origin import read_origin
from comparekit.ingest.toml_reader import TomlReader
from comparekit.tariff import (
    CYCLES,
    PER_BILL,
    PER_MONTH,
    YEAR,
    Component,
    Edition,
    FixedCharge,
    Household,
    Tariff,
    Tiers,
)

KIND = "tariff"
_FAMILY = "protocol"
_UNITS = {"water": "m3", "gas": "m3", "electricity": "kWh"}
_DAY_OF_YEAR = re.compile(r"\d\d-\d\d")
_LAST_DAY = 28  # every month has it


def load_tariff(id_or_path: str | os.PathLike[str]) -> Tariff:
    """The tariff with an id (``water-tariff-kunming``), or the one in a file ending in ``.toml``.

    Raises
    ------
    FaultyProtocol
        No such id or file, or a file that breaks a rule: every fault of it, with its line and key.
    """
    return read_tariff(*tariff_source(id_or_path))


def tariff_source(id_or_path: str | os.PathLike[str]) -> tuple[str, str]:
    """The TOML text of such a tariff, and its file name. FaultyProtocol: no such id or file, or no text."""
    name = str(id_or_path)
    if name.lower().endswith(".toml"):
        path = Path(id_or_path)
    else:
        shipped = shipped_tariffs()
        if name not in shipped:
            raise FaultyProtocol([Fault(code="protocol.unknown", found=name, expected=", ".join(shipped))])
        path, name = shipped[name], shipped[name].name
    return text_in(path, name, _FAMILY, FaultyProtocol), name


@lru_cache(1)
def list_tariffs() -> tuple[Tariff, ...]:
    """All shipped tariffs, by id. FaultyProtocol: one of the files breaks a rule."""
    return tuple(load_tariff(name) for name in shipped_tariffs())


def shipped_tariffs() -> dict[str, Path]:
    """Files of the shipped tariffs by id."""
    files = sorted(data_folder("protocols").glob("*.toml"))
    return {path.stem: path for path in files if kind_of(path) == KIND}


def kind_of(path: Path) -> str | None:
    """What kind of rules a file says it holds; None where it cannot be read."""
    try:
        kind = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("kind")
    except (OSError, ValueError, RecursionError):
        return None
    return kind if isinstance(kind, str) else None


def read_tariff(text: str, name: str) -> Tariff:
    """The tariff in a TOML text from a file called `name`; errors as `load_tariff`."""
    return value_of(text, name, _FAMILY, FaultyProtocol, _tariff)


def _tariff(toml: TomlReader) -> Tariff:
    toml.text("kind", among=(KIND,))
    utility = toml.text("utility", among=UTILITIES)
    tariff = Tariff(
        id=toml.text("id"),
        version=toml.text("version"),
        utility=utility,
        unit=toml.text("unit", among=(_UNITS.get(utility, "m3"),)),
        currency=toml.text("currency", among=("CNY",)),
        rounding=toml.number("rounding", above=0),
        example=toml.flag("example", default=False),
        title=toml.texts("title", needed=LANGUAGES),
        editions=tuple(_edition(toml, i) for i in toml.tables("editions")),
    )
    if not toml.has("editions"):
        toml.add("missing_key", ("editions",))
    for i, (before, after) in enumerate(pairwise(tariff.editions), start=1):
        if after.valid_from is None:
            toml.add("missing_key", ("editions", i, "valid_from"))
        elif before.valid_from is not None and before.valid_from >= after.valid_from:
            path, expected = ("editions", i, "valid_from"), f"> {before.valid_from}"
            toml.add("out_of_range", path, found=str(after.valid_from), expected=expected)
    return tariff


def _edition(toml: TomlReader, index: int) -> Edition:
    path = ("editions", index)
    tiers = _tiers(toml, path) if toml.table(*path, "tiers") else None
    count = 1 + (len(tiers.limits) if tiers else 0)
    numbers = toml.tables(*path, "components")
    components = tuple(_component(toml, (*path, "components", i), count) for i in numbers)
    if not components:
        toml.add("missing_key", (*path, "components"))
    elif not toml.faults:
        _check_prices(toml, path, components, count)
    return Edition(
        valid_from=_day(toml, *path, "valid_from"),
        components=components,
        tiers=tiers,
        fixed=tuple(_fixed(toml, (*path, "fixed", i)) for i in toml.tables(*path, "fixed")),
        peak_hours=toml.text(*path, "peak_hours", default=""),
        origin=read_origin(toml, *path),
    )


def _tiers(toml: TomlReader, edition: tuple[str | int, ...]) -> Tiers:
    path = (*edition, "tiers")
    cycle = toml.text(*path, "cycle", among=CYCLES)
    limits = toml.numbers(*path, "limits")
    if any(a >= b for a, b in pairwise((0.0, *limits))):
        toml.add("out_of_range", (*path, "limits"), found=_listed(limits), expected="limits_rising")
    household = None
    if toml.table(*path, "household"):
        more = toml.numbers(*path, "household", "per_person")
        _check_count(toml, (*path, "household", "per_person"), more, (len(limits),))
        household = Household(
            people=toml.whole_number(*path, "household", "people", least=1),
            per_person=more,
            origin=read_origin(toml, *path, "household"),
        )
    return Tiers(
        cycle=cycle,
        limits=limits,
        starts=_starts(toml, path, cycle),
        household=household,
        origin=read_origin(toml, *path),
    )


def _starts(toml: TomlReader, tiers: tuple[str | int, ...], cycle: str) -> tuple[int, int]:
    """Month and day of a year ("03-01"), or the day of a month (1 to 28)."""
    path = (*tiers, "starts")
    if cycle != YEAR:
        day = toml.whole_number(*path, least=1)
        if day > _LAST_DAY:
            toml.add("out_of_range", path, found=str(day), expected=f"≤ {_LAST_DAY}")
        return 1, min(day, _LAST_DAY)
    found = toml.text(*path)
    try:
        day_of_year = date.fromisoformat(f"2001-{found}" if _DAY_OF_YEAR.fullmatch(found) else found)
    except ValueError:
        if found:
            toml.add("wrong_type", path, found=found, expected="day_of_year")
        return 1, 1
    return day_of_year.month, day_of_year.day


def _component(toml: TomlReader, path: tuple[str | int, ...], tiers: int) -> Component:
    """Prices of one component: ``price``, ``prices``, or ``peak`` and ``valley``; ``added`` on top."""
    valley: tuple[float, ...] | None = None
    if toml.has(*path, "price"):
        prices: tuple[float, ...] = (toml.number(*path, "price", least=0),)
    elif toml.has(*path, "peak") or toml.has(*path, "valley"):
        prices, valley = toml.numbers(*path, "peak"), toml.numbers(*path, "valley")
        _check_count(toml, (*path, "valley"), valley, (1, tiers))
        _check_count(toml, (*path, "peak"), prices, (1, tiers))
    else:
        prices = toml.numbers(*path, "prices")
        _check_count(toml, (*path, "prices"), prices, (tiers,))
    if toml.has(*path, "added"):
        added = toml.numbers(*path, "added")
        _check_count(toml, (*path, "added"), added, (tiers,))
        prices = _on_top(prices, added)
        valley = None if valley is None else _on_top(valley, added)
    if valley is not None and len(valley) != len(prices):
        length = max(len(valley), len(prices))
        prices, valley = (p * length if len(p) == 1 else p for p in (prices, valley))
    return Component(
        title=toml.texts(*path, needed=LANGUAGES),
        prices=prices,
        valley=valley,
        origin=read_origin(toml, *path),
    )


def _fixed(toml: TomlReader, path: tuple[str | int, ...]) -> FixedCharge:
    return FixedCharge(
        title=toml.texts(*path, needed=LANGUAGES),
        amount=toml.number(*path, "amount", above=0),
        per=toml.text(*path, "per", among=(PER_BILL, PER_MONTH)),
        origin=read_origin(toml, *path),
    )


def _check_prices(
    toml: TomlReader, path: tuple[str | int, ...], components: tuple[Component, ...], tiers: int
) -> None:
    """Prices rise from tier to tier and the last is none of nothing: else a bill has no one volume."""
    for share in (0.0, 1.0):
        totals = [sum(c.price(k, share) for c in components) for k in range(tiers)]
        if any(a > b for a, b in pairwise(totals)) or totals[-1] <= 0:
            toml.add("out_of_range", (*path, "components"), found=_listed(totals), expected="prices_rising")
            return


def _check_count(
    toml: TomlReader, path: tuple[str | int, ...], values: tuple[float, ...], counts: tuple[int, ...]
) -> None:
    if values and len(values) not in counts:
        expected = "one_a_tier"
        toml.add("out_of_range", path, found=_listed(values), expected=expected)


def _on_top(prices: tuple[float, ...], added: tuple[float, ...]) -> tuple[float, ...]:
    """Prices with what each tier adds, without binary dust."""
    length = max(len(prices), len(added))
    wide = prices * length if len(prices) == 1 else prices
    return tuple(round(a + b, 9) for a, b in zip(wide, added, strict=False))


def _day(toml: TomlReader, *path: str | int) -> date | None:
    value = toml.plain(*path)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    toml.add("wrong_type", path, found=str(value), expected="date")
    return None


def _listed(values: tuple[float, ...] | list[float]) -> str:
    return f"[{', '.join(f'{value:g}' for value in values)}]"
