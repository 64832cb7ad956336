"""Limit tables: every number of the fact sheet with its mark; nothing without source and certainty."""

import re
import tomllib

import pytest

from comparekit.datafiles import data_folder
from comparekit.errors import FaultyProtocol
from comparekit.ingest.limits_file import load_limits, read_limits
from comparekit.origin import Certainty

FILES = {path.stem: path for path in sorted(data_folder("protocols").glob("*-limits.toml"))}
EVERY_TOML = sorted(data_folder("protocols").glob("*.toml"))


def numbered_tables(value, path=()):
    """Every table that holds a number of its own, or a list of them."""
    if isinstance(value, dict):
        items = (item[0] if isinstance(item, list) and item else item for item in value.values())
        if path and any(type(item) in (int, float) for item in items):
            yield path, value
        for key, item in value.items():
            yield from numbered_tables(item, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from numbered_tables(item, (*path, i))


@pytest.mark.parametrize("path", EVERY_TOML, ids=lambda path: path.stem)
def test_every_shipped_number_says_where_it_comes_from_and_how_sure_it_is(path):
    found = list(numbered_tables(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert found
    for where, table in found:
        if where[:2] == ("plan", "points"):
            continue  # they stand under the source of the plan
        assert table.get("source"), where
        assert table.get("certainty") in {c.value for c in Certainty}, where


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("key", ["source", "certainty"])
def test_a_limit_without_source_or_certainty_is_refused_wherever_it_stands(name, key, tmp_path):
    text = FILES[name].read_text(encoding="utf-8")
    for found in re.finditer(rf"(?m)^{key} = .*\n", text):
        changed = tmp_path / "my-limits.toml"
        changed.write_text(text[: found.start()] + text[found.end() :], encoding="utf-8")
        with pytest.raises(FaultyProtocol) as caught:
            read_limits(changed, changed.name)
        assert {fault.code for fault in caught.value.faults} == {"protocol.missing_key"}
        assert all((fault.column or "").endswith(f".{key}") for fault in caught.value.faults)
        assert all(fault.row for fault in caught.value.faults)


def test_faults_of_a_limit_table_come_all_at_once_with_their_lines(tmp_path):
    text = FILES["water-limits"].read_text(encoding="utf-8")
    text = text.replace("upper = 0.01\n", 'upper = "1 %"\n').replace("years = 4\n", "years = -4\n")
    path = tmp_path / "x-limits.toml"
    path.write_text(text + "colour = 3\n", encoding="utf-8")
    with pytest.raises(FaultyProtocol) as caught:
        read_limits(path, path.name)
    lines = text.splitlines()
    rows = [(fault.code, fault.row) for fault in caught.value.faults]
    assert ("protocol.wrong_type", lines.index('upper = "1 %"') + 1) in rows
    assert ("protocol.out_of_range", lines.index("years = -4") + 1) in rows
    assert "protocol.unknown_key" in {code for code, _ in rows}


# Directive 2014/32/EU, annexes III and IV; the fact sheet's tables 1.1 to 1.3.
@pytest.mark.parametrize(
    ("utility", "accuracy_class", "lower", "upper", "factor"),
    [
        ("water", "2", 0.05, 0.02, 2.0),
        ("water", "1", 0.03, 0.01, 2.0),
        ("gas", "1.5", 0.03, 0.015, 2.0),
        ("gas", "1.0", 0.02, 0.01, 2.0),
        ("electricity", "2", 0.025, 0.02, 1.0),
        ("electricity", "1", 0.015, 0.01, 1.0),
    ],
)
def test_limits_by_class_and_zone(utility, accuracy_class, lower, upper, factor):
    limits = load_limits(utility).of_class(accuracy_class)
    assert (limits.at("lower", in_service=False), limits.at("upper", in_service=False)) == (lower, upper)
    assert limits.at("upper", in_service=True) == pytest.approx(upper * factor)


def test_what_nobody_could_confirm_is_marked_so():
    water = load_limits("water")
    assert water.of_class("1").origin.certainty is Certainty.UNCONFIRMED
    assert water.of_class("2").origin.certainty is Certainty.CONFIRMED
    assert water.of_class("2").in_service_origin.certainty is Certainty.UNCONFIRMED
    assert load_limits("electricity").of_class("2").origin.certainty is Certainty.UNCONFIRMED
