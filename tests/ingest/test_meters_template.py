"""The file of plates and certificates to fill in: complete, inert until used, right when used."""

import re
import tomllib

import pytest

from comparekit.ingest.limits_file import load_limits
from comparekit.ingest.meters_file import load_meters
from comparekit.ingest.meters_template import meters_keys, meters_template
from comparekit.readings.meter import CertificatePoint, Meter, Meters


def used(language, keep=lambda line: True):
    """The template with the # taken away from every line that `keep` wants."""
    lines = meters_template(language).decode().splitlines()
    return "\n".join(line[1:] if re.match(r"#\S", line) and keep(line) else line for line in lines)


@pytest.fixture
def load(tmp_path):
    def read(text):
        path = tmp_path / "meters.toml"
        path.write_text(text, encoding="utf-8")
        return load_meters(path)

    return read


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_in_it_counts_until_somebody_uses_a_line(language, load):
    meters = load(meters_template(language).decode())
    assert (meters.test, meters.reference) == (Meter(), Meter())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_can_be_used_at_once(language, load):
    meters = load(used(language))
    for meter in (meters.test, meters.reference):
        assert all(getattr(meter, name) is not None for name in Meter.__slots__)
    assert len(meters.reference.certificate) == 2
    assert meters.test.certificate == ()


def test_both_languages_say_the_same_values(load):
    zh, en = (load(used(language)) for language in ("zh", "en"))
    assert (zh.test, zh.reference) == (en.test, en.reference)


def test_it_has_every_key_there_is_and_no_other():
    data = tomllib.loads(used("en"))
    written = [*data["test"], *data["reference"]["certificate"][0]]
    assert tuple(written) == meters_keys()
    assert set(data["reference"]) == {*data["test"], "certificate"}
    assert len(written) == len(Meter.__slots__) - 1 + len(CertificatePoint.__slots__)
    assert set(Meters.__slots__) >= set(data)


@pytest.mark.parametrize("key", meters_keys()[: len(Meter.__slots__) - 1])
def test_each_line_of_a_meter_can_be_used_alone(key, load):
    meters = load(used("zh", lambda line: line.startswith(f"#{key} =")))
    assert meters.test != Meter() and meters.reference != Meter()
    assert (meters.test == meters.reference) is (key != "serial")  # no two meters have one number


def test_the_examples_of_a_water_meter_give_its_zones(load):
    keys = ("class", "q3", "ratio_r")
    meter = load(used("zh", lambda line: line[1:].split(" ")[0] in keys)).test
    table = load_limits("water")
    zones = table.zones_of(meter, table.of_class(meter.accuracy_class))
    assert (zones.smallest, zones.transition) == pytest.approx((0.025, 0.04))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_is_explained_beside_it(language):
    for line in meters_template(language).decode().split("#[[reference.certificate]]")[0].splitlines():
        if re.match(r"#\w", line):
            assert line.count("# ") == 1, line
