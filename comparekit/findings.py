"""Odd data, as data: what was noticed, how grave it is, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs.

    ``note``: worth knowing. ``caution``: may change how the result is read. ``disqualifying``: the
    verdict becomes *inconclusive*, whatever the numbers say.
    """

    NOTE = "note"
    CAUTION = "caution"
    DISQUALIFYING = "disqualifying"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `code` names its sentence in the catalogs, `context` fills it in.

    Usual context keys: `role` ("test", "reference"), `meter_id`, `row` or `rows` (as Excel counts
    them), `file`.
    """

    code: str
    severity: Severity
    context: Mapping[str, object] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        return {"code": self.code, "severity": str(self.severity), "context": dict(self.context)}


def disqualifies(findings: tuple[Finding, ...]) -> bool:
    """Whether any of them forbids a verdict."""
    return any(f.severity is Severity.DISQUALIFYING for f in findings)
