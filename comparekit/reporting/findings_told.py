"""What was noticed in the data and what was taken for granted, gravest first."""

from __future__ import annotations

from collections.abc import Iterable

from comparekit.findings import Finding, Severity
from comparekit.i18n.catalog import speaker
from comparekit.reporting.document import FindingsPart, Noticed
from comparekit.wording.findings import finding_text, severity_word

_GRAVEST_FIRST = (Severity.DISQUALIFYING, Severity.CAUTION, Severity.NOTE)


def findings_told(found: Iterable[Finding], assumed: Iterable[str], language: str) -> FindingsPart:
    """The findings in words, and the assumptions, which come in words."""
    say = speaker(language, "dashboard.findings")
    return FindingsPart(
        title=say("title"),
        nothing=say("none"),
        findings=tuple(
            Noticed(
                severity=str(finding.severity),
                word=severity_word(finding, language),
                sentence=finding_text(finding, language),
            )
            for finding in sorted(found, key=lambda finding: _GRAVEST_FIRST.index(finding.severity))
        ),
        assumed_title=say("assumptions"),
        assumed=tuple(assumed),
    )
