"""A meter of a scenario, as its table says: shipped or with a curve of its own, and what is wrong with it."""

from __future__ import annotations

import math
from itertools import pairwise

from comparekit.bench.catalogue import METERS
from comparekit.bench.climate import COMPENSATIONS, Climate
from comparekit.bench.installed import REVERSE, InstalledMeter
from comparekit.bench.meters import BenchMeter
from comparekit.bench.site import BenchRegister
from comparekit.bench.sticking import BY, Standstill, Sticking
from comparekit.bench.timekeeping import Clock
from comparekit.ingest.toml_reader import TomlReader

_PERFECT = BenchMeter(name="", curve=((1.0, 0.0),))


def read_installed(toml: TomlReader, role: str, utility: str) -> InstalledMeter:
    """The meter in the table `role`; faults go into `toml`."""
    plain = InstalledMeter(meter_id="", meter=_PERFECT, register=BenchRegister(step=1.0))
    register = BenchRegister(
        step=toml.number(role, "step", above=0),
        modulus=optional_number(toml, role, "modulus", default=10_000.0, above=0),
    )
    exponent = math.log10(register.step) if register.step > 0 else 0.0
    if abs(exponent - round(exponent)) > 1e-9:
        toml.add("out_of_range", (role, "step"), found=f"{register.step:g}", expected="power_of_ten")
    start = optional_number(toml, role, "start", default=0.0, least=0)
    if not start < register.modulus:
        toml.add("out_of_range", (role, "start"), found=f"{start:g}", expected=f"< {register.modulus:g}")
    return InstalledMeter(
        meter_id=toml.text(role, "meter_id"),
        meter=_meter(toml, role, utility),
        register=register,
        start=start,
        climate=_climate(toml, role),
        temperature_coefficient=optional_number(toml, role, "temperature_coefficient", default=0.0),
        compensation=_word(toml, role, "compensation", among=COMPENSATIONS, default=plain.compensation),
        pressure_kpa=optional_number(toml, role, "pressure_kpa", default=0.0, least=0),
        reverse=_word(toml, role, "reverse", among=tuple(REVERSE), default=plain.reverse),
        sticking=_sticking(toml, role),
        standstill=_standstill(toml, role),
        clock=_clock(toml, role),
    )


def _meter(toml: TomlReader, role: str, utility: str) -> BenchMeter:
    """A shipped meter by its name, or one with a curve of its own."""
    name = toml.text(role, "meter")
    points = toml.tables(role, "points")
    if not points:
        known = METERS.get(utility, {})
        if name and known and name not in known:
            toml.add("unknown_word", (role, "meter"), found=name, expected=", ".join(known))
        return known.get(name, _PERFECT)
    curve = tuple(
        (
            toml.number(role, "points", i, "flow", above=0),
            toml.number(role, "points", i, "error", above=-1),
        )
        for i in points
    )
    flows = [flow for flow, _ in curve]
    if not all(a < b for a, b in pairwise(flows)):
        toml.add("out_of_range", (role, "points"), found=str(flows), expected="rising_flows")
    return BenchMeter(
        name=name,
        curve=curve,
        shift=optional_number(toml, role, "shift", default=0.0),
        repeatability=optional_number(toml, role, "repeatability", default=_PERFECT.repeatability, least=0),
        unsteadiness=optional_number(toml, role, "unsteadiness", default=0.0, least=0),
        creep=optional_number(toml, role, "creep", default=0.0, least=0),
    )


def _climate(toml: TomlReader, role: str) -> Climate | None:
    if not toml.has(role, "climate"):
        return None
    path = (role, "climate")
    return Climate(
        mean_c=toml.number(*path, "mean_c", above=-60),
        season_c=optional_number(toml, *path, "season_c", default=0.0, least=0),
        day_c=optional_number(toml, *path, "day_c", default=0.0, least=0),
        weather_c=optional_number(toml, *path, "weather_c", default=0.0, least=0),
    )


def _sticking(toml: TomlReader, role: str) -> Sticking | None:
    if not toml.has(role, "sticking"):
        return None
    path, known = (role, "sticking"), len(toml.faults)
    by = toml.text(*path, "by", among=BY)
    runs, stands = (toml.number(*path, key, above=0) for key in ("runs", "stands"))
    loses = toml.flag(*path, "loses", default=True)
    sound = len(toml.faults) == known
    return Sticking(by=by, runs=runs, stands=stands, loses=loses) if sound else None


def _standstill(toml: TomlReader, role: str) -> Standstill | None:
    if not toml.has(role, "standstill"):
        return None
    path, known = (role, "standstill"), len(toml.faults)
    begin, end = (toml.number(*path, key, least=0) for key in ("from_day", "to_day"))
    loses = toml.flag(*path, "loses", default=True)
    if len(toml.faults) == known and not begin < end:
        toml.add("out_of_range", path, found=f"{begin:g}, {end:g}", expected="from_before_to")
    sound = len(toml.faults) == known
    return Standstill(from_day=begin, to_day=end, loses=loses) if sound else None


def _clock(toml: TomlReader, role: str) -> Clock:
    keys = ("offset_min", "drift_s_per_day", "zone_h", "jump_day", "jump_min")
    return Clock(**{key: optional_number(toml, role, "clock", key, default=0.0) for key in keys})


def optional_number(
    toml: TomlReader, *path: str | int, default: float, least: float | None = None, above: float | None = None
) -> float:
    """The number at `path`, or `default` where there is none."""
    return toml.number(*path, least=least, above=above) if toml.has(*path) else default


def _word(toml: TomlReader, *path: str | int, among: tuple[str, ...], default: str) -> str:
    word = toml.text(*path, among=among, default=default)
    return word if word in among else default
