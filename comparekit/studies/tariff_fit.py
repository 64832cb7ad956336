"""A price list that does not fit many bills, told once."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from comparekit.findings import Finding, Severity

_DIFFERS = "bills.amount_differs"
_FEW = 3  # told one by one


def differing_told_once(findings: Sequence[Finding], compared: int) -> list[Finding]:
    """The findings, those of more than three bills that the price list does not fit made one.

    Parameters
    ----------
    findings : sequence of Finding
        ``bills.amount_differs`` among others.
    compared : int
        How many bills tell amount and volume.

    Returns
    -------
    list of Finding
        With ``bills.tariff_differs`` where the first of them stood: how many, and how far their amounts
        typically (median) lie above what the price list gives.
    """
    differing = [finding for finding in findings if finding.code == _DIFFERS]
    if len(differing) <= _FEW:
        return list(findings)
    pairs = [(float(str(f.context["yuan"])), float(str(f.context["expected"]))) for f in differing]
    off = statistics.median([yuan / expected - 1 for yuan, expected in pairs if expected > 0] or [1.0])
    context: dict[str, object] = {
        "rows": [finding.context["row"] for finding in differing],
        "count": len(differing),
        "compared": compared,
        "percent": f"{100 * off:+.0f} %",
    }
    made: list[Finding] = []
    for finding in findings:
        if finding is differing[0]:
            made.append(Finding("bills.tariff_differs", Severity.CAUTION, context))
        elif finding.code != _DIFFERS:
            made.append(finding)
    return made
