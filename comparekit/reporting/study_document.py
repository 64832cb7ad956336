"""A report of a study before and after a replacement as data: every word and number settled."""

from __future__ import annotations

from dataclasses import dataclass

from comparekit.reporting.document import (
    FigurePart,
    FilesPart,
    FindingsPart,
    Named,
    RulesPart,
    Step,
    Table,
    Told,
    VerdictPart,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgePart:
    """From the old bill to the new one: figure, the same in a table, what each step says and why."""

    title: str
    figure: FigurePart
    table: Table
    steps: tuple[Step, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePart:
    """How to take the evidence: in plain words, as a list, and in exact words with the table of levels."""

    title: str
    lines: tuple[str, ...]
    weighed: tuple[str, ...]
    exact: tuple[str, ...]
    table: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyEdition:
    """The report in one language; names as in `comparekit.reporting.document.Edition`.

    Attributes
    ----------
    record : str
        When the meter was replaced, and what there is of use.
    below : tuple of str
        The sentences under the biggest one: what is known of the meter, the most it can be.
    use : FigurePart or None
        The course of use; `use_title` is its heading.
    dates, settlement, check : Told or None
        When use changed; what is due by which rule; sums by hand.
    """

    language: str
    title: str
    record: str
    page_head: str
    page_foot: str
    page_number: str
    verdict: VerdictPart
    below: tuple[str, ...]
    numbers_title: str
    numbers: tuple[Named, ...]
    use_title: str
    use: FigurePart | None
    bridge: BridgePart | None
    dates: Told
    evidence: EvidencePart
    settlement: Told | None
    check: Told | None
    findings: FindingsPart
    rules: RulesPart
    files: FilesPart


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyReport:
    """A report in every language, the language to open in first."""

    language: str
    verdict: str
    editions: tuple[StudyEdition, ...]
