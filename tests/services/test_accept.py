"""Suggestions taken one after the other."""

import numpy as np
import pytest

from comparekit.errors import CompareKitError
from comparekit.findings import Finding, Severity
from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.log import Log
from comparekit.readings.register import RegisterSeries
from comparekit.registers.suggestions import Change, Suggestion, Suspect
from comparekit.services import accept

PROTOCOL = load_protocol("water-series-7d")
DAYS = np.datetime64("2025-05-06T01:00") + np.arange(5) * np.timedelta64(1, "D")


def suspect(name, row, value):
    change = Change(role="reference", row=row, value=value)
    suggestion = Suggestion(name=name, found="?", text=str(value), changes=(change,))
    return Suspect(finding=Finding("transcription.digit", Severity.CAUTION), suggestions=(suggestion,))


@pytest.fixture
def log():
    def register(readings):
        return RegisterSeries(DAYS, readings, resolution=0.001, rows=np.arange(2, 7), visit=np.arange(5))

    return Log(
        series={"test": register([1.0, 1.4, 1.8, 2.2, 2.6]), "reference": register([0.0, 0.4, 0.8, 1.2, 1.6])}
    )


@pytest.fixture
def fading(monkeypatch):
    """Two slips side by side: once the first is set right, the second is too small to be called one."""
    rounds = iter([(suspect("r4-reference", 4, 0.81), suspect("r5-reference", 5, 1.21))])
    monkeypatch.setattr(accept, "suspects_of", lambda *_: next(rounds, ()))


def test_a_suggestion_listed_at_first_can_still_be_taken_after_its_neighbour(log, fading):
    used = accept.accept_suggestions(log, ["r4-reference", "r5-reference"], PROTOCOL)
    assert used["reference"].readings.tolist() == [0.0, 0.4, 0.81, 1.21, 1.6]
    assert [f.context["id"] for f in used.findings] == ["r4-reference", "r5-reference"]


def test_a_cell_is_not_changed_twice_by_what_was_suggested_before(log, monkeypatch):
    rounds = iter([(suspect("r4-reference", 4, 0.81), suspect("r4-other", 4, 0.82))])
    monkeypatch.setattr(accept, "suspects_of", lambda *_: next(rounds, ()))
    with pytest.raises(CompareKitError) as caught:
        accept.accept_suggestions(log, ["r4-reference", "r4-other"], PROTOCOL)
    assert caught.value.code == "suggestion.unknown"
