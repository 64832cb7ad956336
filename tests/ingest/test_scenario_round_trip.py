"""Any scenario, written down as people would, is read back as it was."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from comparekit.bench.catalogue import HOUSEHOLDS, METERS
from comparekit.bench.climate import COMPENSATIONS, Climate
from comparekit.bench.household import Household, Use
from comparekit.bench.installed import REVERSE, InstalledMeter
from comparekit.bench.meters import BenchMeter
from comparekit.bench.scenario import Reports, Scenario
from comparekit.bench.site import BenchRegister, Visits
from comparekit.bench.slips import KINDS, ROLES, Slip
from comparekit.bench.sticking import BY, Standstill, Sticking
from comparekit.bench.timekeeping import Clock
from comparekit.ingest.scenario_file import load_scenario

numbers = st.floats(0.001, 100, allow_nan=False).map(lambda x: float(f"{x:.6g}"))
shares = st.floats(0, 0.9).map(lambda x: float(f"{x:.4g}"))
words = st.text("abcdefgh-", min_size=1, max_size=12)
uses = st.builds(
    Use, name=words, per_day=numbers, volume=numbers, flow=numbers, volume_cv=shares, flow_cv=shares,
    hours=st.lists(st.integers(1, 9), min_size=24, max_size=24).map(tuple), steady=st.booleans(),
)  # fmt: skip
own_homes = st.builds(
    Household,
    name=words,
    uses=st.lists(uses, min_size=1, max_size=3).map(tuple),
    day_cv=shares,
    weekend=numbers,
)
curves = st.lists(numbers, min_size=1, max_size=4, unique=True).map(
    lambda flows: tuple((flow, -0.01) for flow in sorted(flows))
)
own_meters = st.builds(
    BenchMeter, name=words, curve=curves,
    shift=shares, repeatability=shares, unsteadiness=shares, creep=shares,
)  # fmt: skip
climates = st.builds(Climate, mean_c=shares, season_c=numbers, day_c=numbers, weather_c=numbers)


def installed(meters, climate):
    sticking = st.builds(Sticking, by=st.sampled_from(BY), runs=numbers, stands=numbers, loses=st.booleans())
    standstill = st.builds(Standstill, from_day=shares, to_day=st.just(1.5), loses=st.booleans())
    return st.builds(
        InstalledMeter,
        meter_id=words,
        meter=own_meters | st.sampled_from(meters),
        register=st.builds(BenchRegister, step=st.sampled_from([0.001, 0.1, 1.0]), modulus=st.just(1e5)),
        start=numbers,
        climate=climate,
        temperature_coefficient=shares,
        compensation=st.sampled_from(COMPENSATIONS),
        pressure_kpa=shares,
        reverse=st.sampled_from(list(REVERSE)),
        sticking=st.none() | sticking,
        standstill=st.none() | standstill,
        clock=st.builds(Clock, offset_min=shares, zone_h=shares, jump_day=shares, jump_min=shares),
    )


@st.composite
def scenarios(draw):
    utility = draw(st.sampled_from(list(METERS)))
    telemetry, conditions, days = draw(st.booleans()), draw(st.booleans()), draw(st.integers(1, 30))
    climate = climates if conditions else st.none() | climates
    meters = installed(list(METERS[utility].values()), climate)
    slips = st.builds(
        Slip, kind=st.sampled_from(KINDS), visit=st.integers(0, days + 1), role=st.sampled_from(["", *ROLES])
    )
    return Scenario(
        id=draw(words),
        title={"zh": draw(words), "en": draw(words)},
        utility=utility,
        household=draw(own_homes | st.sampled_from(list(HOUSEHOLDS[utility].values()))),
        test=draw(meters),
        reference=draw(meters),
        days=days,
        first_day=draw(st.dates(date(2000, 1, 1), date(2050, 1, 1))),
        reading=Reports(interval_min=draw(numbers), jitter_min=draw(shares), loss=draw(shares),
                        on_the_hour=draw(st.booleans())) if telemetry
        else Visits(hour=draw(shares), jitter=draw(shares), gap=draw(shares)),
        layout="long" if telemetry else draw(st.sampled_from(["wide", "long"])),
        conditions=conditions,
        resolution=draw(st.booleans()),
        backflow=draw(st.none() | uses),
        slips=() if telemetry else tuple(draw(st.lists(slips, max_size=3))),
        seed=draw(st.integers(0, 2**31)),
    )  # fmt: skip


def toml_of(scenario):
    """The scenario as somebody would write it down."""
    reading, out = scenario.reading, []

    def table(name, /, **values):
        out.append(name)
        for key, value in values.items():
            if isinstance(value, bool):
                out.append(f"{key} = {str(value).lower()}")
            elif isinstance(value, date):
                out.append(f"{key} = {value.isoformat()}")
            elif isinstance(value, str):
                out.append(f'{key} = "{value}"')
            else:
                out.append(f"{key} = {list(value) if isinstance(value, tuple) else value!r}")

    def fields(value, *left_out):
        return {name: getattr(value, name) for name in type(value).__slots__ if name not in left_out}

    table("", id=scenario.id, utility=scenario.utility, days=scenario.days, first_day=scenario.first_day,
          seed=scenario.seed)  # fmt: skip
    table("[title]", **scenario.title)
    home = scenario.household
    if home in HOUSEHOLDS[scenario.utility].values():
        table("[household]", name=home.name)
    else:
        table("[household]", name=home.name, day_cv=home.day_cv, weekend=home.weekend)
        for use in home.uses:
            table("[[household.uses]]", **fields(use))
    for role in ROLES:
        one = getattr(scenario, role)
        meter = one.meter
        own = meter not in METERS[scenario.utility].values()
        curve = fields(meter, "name", "curve") if own else {}
        table(f"[{role}]", meter=meter.name, step=one.register.step, modulus=one.register.modulus, **curve,
              **fields(one, "meter", "register", "climate", "sticking", "standstill", "clock"))  # fmt: skip
        for flow, error in meter.curve if own else ():
            table(f"[[{role}.points]]", flow=flow, error=error)
        for part in ("climate", "sticking", "standstill", "clock"):
            if getattr(one, part) is not None:
                table(f"[{role}.{part}]", **fields(getattr(one, part)))
    if scenario.telemetry:
        table("[telemetry]", **fields(reading))
    else:
        table("[visits]", hour=reading.hour, jitter_min=reading.jitter, gap_s=reading.gap)
    table("[log]", **{key: getattr(scenario, key) for key in ("layout", "conditions", "resolution")})
    if scenario.backflow is not None:
        table("[backflow]", **fields(scenario.backflow))
    for slip in scenario.slips:
        values = {"kind": slip.kind} | ({"visit": slip.visit} if slip.visit else {})
        table("[[slips]]", **values | ({"role": slip.role} if slip.role else {}))
    return "\n".join(out)


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_whatever_is_written_down_is_read_back(tmp_path_factory, scenario):
    path = tmp_path_factory.mktemp("scenario") / "written.toml"
    path.write_text(toml_of(scenario), encoding="utf-8")
    assert load_scenario(path) == scenario
