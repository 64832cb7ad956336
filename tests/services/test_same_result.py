import copy
import json
import math

import pytest

from comparekit.services.same_result import differences
from comparekit.services.stories import run_story


def value_at(told, leaf):
    for key in leaf:
        told = told[key]
    return told


def leaves(told, path=()):
    for key, value in told.items() if isinstance(told, dict) else enumerate(told):
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield (*path, key)


TOLD = json.loads(json.dumps(run_story("certificate_on_the_bench").to_dict()))


@pytest.mark.parametrize("by", [1e-8, -1e-6, 0.1, 3.0])
def test_no_number_can_be_changed_by_more_than_floating_point_may(by):
    changed = copy.deepcopy(TOLD)
    for *path, last in leaves(TOLD):
        part, told = value_at(changed, path), value_at(TOLD, path)[last]
        part[last] = told * (1 + by) if told else by
        (found,) = differences(changed, TOLD)
        assert str(last) in found
        part[last] = math.nextafter(told, math.inf)
        assert list(differences(changed, TOLD)) == []
        part[last] = told


def test_a_number_is_no_truth_and_no_word():
    assert list(differences({"a": 1}, {"a": True})) == ["a (1 → True)"]
    assert list(differences({"a": "1"}, {"a": 1})) == ["a (1 → 1)"]
    assert list(differences({"a": 1}, {"a": 1.0})) == []
    assert list(differences({"a": None}, {"a": 0.0})) == ["a (null → 0.0)"]


def test_a_list_that_is_shorter_is_told_and_so_is_what_still_differs():
    found = list(differences({"a": [1, 5]}, {"a": [1, 2, 3]}))
    assert found == ["a (2 → 3)", "a[1] (5 → 2)"]


def test_the_version_and_where_files_lie_may_differ():
    told = {"software": {"version": "1"}, "inputs": [{"file": "a"}], "schema": "x", "verdict": "agree"}
    assert list(differences(told, {**told, "software": {"version": "2"}, "inputs": []})) == []
