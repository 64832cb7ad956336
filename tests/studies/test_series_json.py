import json
from importlib.resources import files

import jsonschema
import numpy as np
import pytest

from comparekit.readings.register import RegisterSeries
from comparekit.services.compare import compare_series

SCHEMA = json.loads((files("comparekit") / "schemas" / "series-1.schema.json").read_text(encoding="utf-8"))
DAYS = np.datetime64("2025-05-06T01:00:00") + np.arange(8) * np.timedelta64(1, "D")
READINGS = np.array([12.24, 13.269, 13.89, 14.359, 14.91, 15.752, 16.548, 17.223])


def result(step=0.001, days=8, factor=1.0):
    reference = RegisterSeries(DAYS[:days], np.floor(READINGS[:days] / step + 1e-6) * step, step)
    test = RegisterSeries(DAYS[:days], np.floor((READINGS[:days] * factor + 90) / step + 1e-6) * step, step)
    return compare_series(test, reference)


@pytest.mark.parametrize(
    ("step", "days", "factor"), [(0.001, 8, 1.0), (1.0, 8, 1.05), (0.1, 2, 1.0), (0.001, 3, 1.5)]
)
def test_every_result_fits_the_shipped_schema(step, days, factor):
    document = json.loads(json.dumps(result(step, days, factor).to_dict(), allow_nan=False))
    jsonschema.validate(document, SCHEMA)


def test_the_schema_asks_for_every_key_of_the_contract():
    assert set(SCHEMA["required"]) >= {
        "schema", "protocol", "test", "reference", "window", "volume", "window_deviation", "deviation",
        "monitoring", "detectable", "tolerance", "permitted_difference", "different", "verdict", "basis",
        "more_needed", "conformity", "blocks", "budget", "findings", "inputs", "software",
    }  # fmt: skip


def test_times_are_written_in_the_zone_of_the_protocol():
    document = result().to_dict()
    assert document["window"]["start"] == "2025-05-06T09:00:00+08:00"
    assert document["window"]["days"] == 7.0


def test_volumes_carry_no_dust_of_binary_subtraction():
    document = result().to_dict()
    assert document["volume"]["reference"] == 4.983
    assert [b["difference"] for b in document["blocks"]] == [0.0] * 7
