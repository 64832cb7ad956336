"""Scenarios of the bench from their TOML files; `comparekit/bench/scenarios` holds those that ship."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files

from comparekit.bench.catalogue import HOUSEHOLDS, UNITS
from comparekit.bench.household import Household, Use
from comparekit.bench.scenario import LAYOUTS, Reports, Scenario
from comparekit.bench.site import Visits
from comparekit.bench.slips import KINDS, ROLES, Slip
from comparekit.errors import Fault, FaultyInput
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.scenario_meter import optional_number, read_installed
from comparekit.ingest.toml_file import text_in, value_of
from comparekit.ingest.toml_reader import TomlReader

_FAMILY = "scenario"
_MOST_DAYS = 366
_HOURS = 24


def load_scenario(id_or_path: str | os.PathLike[str]) -> Scenario:
    """The scenario with an id, or the one in a file.

    Parameters
    ----------
    id_or_path : str or path
        Id of a shipped scenario (``water-good-pair``), or the path of a file ending in ``.toml``.

    Raises
    ------
    FaultyInput
        No such id or file, or a file that breaks a rule: every fault of it, each with the line of its
        key in ``row`` and the dotted key in ``column``.
    """
    name = str(id_or_path)
    if not name.lower().endswith(".toml"):
        shipped = _shipped()
        if name not in shipped:
            raise FaultyInput([Fault(code="scenario.unknown", found=name, expected=", ".join(shipped))])
        return _scenario(shipped[name], f"{name}.toml")
    return _scenario(text_in(id_or_path, name, _FAMILY, FaultyInput), name)


def list_scenarios() -> tuple[Scenario, ...]:
    """All shipped scenarios, by id."""
    return tuple(_scenario(text, f"{name}.toml") for name, text in _shipped().items())


def _shipped() -> Mapping[str, str]:
    """Texts of the shipped scenarios by id; package data, so that a wheel carries them."""
    folder = files("comparekit.bench") / "scenarios"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return {name.removesuffix(".toml"): (folder / name).read_text(encoding="utf-8") for name in names}


def _scenario(text: str, name: str) -> Scenario:
    return Scenario(**value_of(text, name, _FAMILY, FaultyInput, _values))  # type: ignore[arg-type]


def _values(toml: TomlReader) -> dict[str, object]:
    utility = toml.text("utility", among=tuple(UNITS))
    days = toml.whole_number("days", least=1)
    if days > _MOST_DAYS:
        toml.add("out_of_range", ("days",), found=str(days), expected=f"≤ {_MOST_DAYS}")
    reading = _reading(toml)
    telemetry = isinstance(reading, Reports)
    layout = toml.text("log", "layout", among=LAYOUTS, default="long" if telemetry else "wide")
    if telemetry and layout == "wide":
        toml.add("out_of_range", ("log", "layout"), found=layout, expected="telemetry_is_long")
    test, reference = (read_installed(toml, role, utility) for role in ROLES)
    conditions = toml.flag("log", "conditions", default=False)
    if conditions:
        for role, one in zip(ROLES, (test, reference), strict=True):
            if one.climate is None:
                toml.add("missing_key", (role, "climate"))
    return {
        "id": toml.text("id"),
        "title": toml.texts("title", needed=LANGUAGES),
        "utility": utility,
        "household": _household(toml, utility),
        "test": test,
        "reference": reference,
        "days": days,
        "first_day": _day(toml),
        "reading": reading,
        "layout": layout,
        "conditions": conditions,
        "resolution": toml.flag("log", "resolution", default=True),
        "backflow": _use(toml, ("backflow",), "backflow") if toml.has("backflow") else None,
        "slips": _slips(toml, days, telemetry),
        "seed": toml.whole_number("seed", least=0) if toml.has("seed") else 1,
    }


def _day(toml: TomlReader) -> date:
    toml.read.add(("first_day",))
    value = toml.data.get("first_day")
    if type(value) is date:
        return value
    code = "missing_key" if value is None else "wrong_type"
    toml.add(code, ("first_day",), found=None if value is None else str(value), expected="date")
    return datetime.min.date()


def _household(toml: TomlReader, utility: str) -> Household:
    """A shipped home by its name, or one with uses of its own."""
    name = toml.text("household", "name")
    uses = toml.tables("household", "uses")
    if not uses:
        known = HOUSEHOLDS.get(utility, {})
        if name and known and name not in known:
            toml.add("unknown_word", ("household", "name"), found=name, expected=", ".join(known))
        return known.get(name, Household(name=name, uses=()))
    return Household(
        name=name,
        uses=tuple(_use(toml, ("household", "uses", i)) for i in uses),
        day_cv=optional_number(toml, "household", "day_cv", default=0.25, least=0),
        weekend=optional_number(toml, "household", "weekend", default=1.2, above=0),
    )


def _use(toml: TomlReader, path: tuple[str | int, ...], name: str | None = None) -> Use:
    plain = Use(name="", per_day=1.0, volume=1.0, flow=1.0)
    hours = plain.hours
    if toml.has(*path, "hours"):
        hours = toml.whole_numbers(*path, "hours")
        if hours and (len(hours) != _HOURS or min(hours) < 0 or not any(hours)):
            toml.add("out_of_range", (*path, "hours"), found=str(list(hours)), expected="hours_of_day")
    return Use(
        name=toml.text(*path, "name", default=name),
        per_day=toml.number(*path, "per_day", above=0),
        volume=toml.number(*path, "volume", above=0),
        flow=toml.number(*path, "flow", above=0),
        volume_cv=optional_number(toml, *path, "volume_cv", default=plain.volume_cv, least=0),
        flow_cv=optional_number(toml, *path, "flow_cv", default=plain.flow_cv, least=0),
        hours=hours,
        steady=toml.flag(*path, "steady", default=plain.steady),
    )


def _reading(toml: TomlReader) -> Visits | Reports:
    if toml.has("telemetry") and toml.has("visits"):
        toml.add("out_of_range", ("telemetry",), found="visits, telemetry", expected="one_way_of_reading")
    people = Visits()
    visits = Visits(
        hour=optional_number(toml, "visits", "hour", default=people.hour, least=0),
        jitter=optional_number(toml, "visits", "jitter_min", default=people.jitter, least=0),
        gap=optional_number(toml, "visits", "gap_s", default=people.gap, least=0),
    )
    if not toml.has("telemetry"):
        return visits
    plain = Reports()
    loss = optional_number(toml, "telemetry", "loss", default=plain.loss, least=0)
    if not loss < 1:
        toml.add("out_of_range", ("telemetry", "loss"), found=f"{loss:g}", expected="< 1")
    return Reports(
        interval_min=optional_number(toml, "telemetry", "interval_min", default=plain.interval_min, above=0),
        jitter_min=optional_number(toml, "telemetry", "jitter_min", default=plain.jitter_min, least=0),
        loss=loss,
        on_the_hour=toml.flag("telemetry", "on_the_hour", default=plain.on_the_hour),
    )


def _slips(toml: TomlReader, days: int, telemetry: bool) -> tuple[Slip, ...]:
    slips = []
    for i in toml.tables("slips"):
        path = ("slips", i)
        kind = toml.text(*path, "kind", among=KINDS)
        visit = toml.whole_number(*path, "visit", least=1) if toml.has(*path, "visit") else 0
        if visit > days + 1:
            toml.add("out_of_range", (*path, "visit"), found=str(visit), expected=f"≤ {days + 1}")
        role = toml.text(*path, "role", among=ROLES, default="")
        if kind in KINDS and role in ("", *ROLES):
            slips.append(Slip(kind=kind, visit=visit, role=role))
    if slips and telemetry:
        toml.add("out_of_range", ("slips",), found="telemetry", expected="slips_of_people")
    return tuple(slips)
