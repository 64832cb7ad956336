"""A report is data first: every word and number of it settled, nothing laid out.

The composer fills it from a result; the pens (HTML today) only place it. Figures stay figures, so that
each pen draws them at the width it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from comparekit.figures.series_figures import AnyFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something with its name: a key number, an entry of a plate."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells; the first cell of a row names it. `total` is the last row, empty without one."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictPart:
    """What was found and what to do now.

    Attributes
    ----------
    verdict : str
        "agree", "deviate" or "inconclusive".
    word : str
        The same in a word of the language.
    sentence : str
        The biggest words of the report.
    official : str
        The same in exact terms.
    about : tuple of str
        What was assumed and decides which rules hold; said at once.
    advice : str
        Stop or go on; empty where that is not the question.
    next_step, screening : str
        What the resident is entitled to; that this is screening.
    """

    verdict: str
    word: str
    sentence: str
    official: str
    about: tuple[str, ...]
    advice: str
    next_step: str
    screening: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step by hand: what it gives, the sum, and what to know about it."""

    what: str
    sum: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPart:
    """Check it yourself: steps by hand, what they show, and what that means."""

    title: str
    intro: str
    steps: tuple[Step, ...]
    found: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A question and its answer in sentences: what a difference means in money, what would change it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePart:
    """A figure under its name, sentences to stand below it, and its numbers where no table has them."""

    name: str
    figure: AnyFigure
    remarks: tuple[str, ...] = ()
    numbers: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysPart:
    """The readings one by one."""

    title: str
    figure: FigurePart | None
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPart:
    """What is known of the old meter alone."""

    title: str
    lines: tuple[str, ...]
    figure: FigurePart | None
    table: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPart:
    """The study before and after the replacement that a case holds: sentences, figure, levels of evidence.

    `trouble` says why there is nothing else of it, empty where there is; `notes` tell of what and by which
    protocol it was made, and where all of it is found.
    """

    title: str
    trouble: str
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    figure: FigurePart | None = None
    official: str = ""
    levels: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """A finding: how grave ("note", "caution", "disqualifying"), that in a word, and the sentence."""

    severity: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPart:
    """What was noticed, gravest first, and what was taken for granted; `nothing` where there is none."""

    title: str
    nothing: str
    findings: tuple[Noticed, ...]
    assumed_title: str
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterPart:
    """One meter: how it was read, its plate, and its certificate."""

    name: str
    entries: tuple[Named, ...]
    certificate: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetersPart:
    """Both meters, the old one first."""

    title: str
    note: str
    meters: tuple[MeterPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule gone by: how sure we are of it (a `Certainty`), that in words, reason and source."""

    words: str
    certainty: str
    mark: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPart:
    """Protocol, tolerance with its reason, permitted difference, sources."""

    title: str
    protocol: str
    rules: tuple[Rule, ...]
    legend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesPart:
    """What it was computed from: file names with their SHA-256, and with what software."""

    title: str
    note: str
    files: tuple[Named, ...]
    software: str


class Sheet(Protocol):
    """What every edition tells of the sheets of paper it is printed on; see `Edition`."""

    @property
    def language(self) -> str: ...
    @property
    def page_head(self) -> str: ...
    @property
    def page_foot(self) -> str: ...
    @property
    def page_number(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The report in one language.

    Attributes
    ----------
    language : str
        "zh" or "en".
    title, protocol, period : str
        What this is, by which protocol, from when to when: the head of the first page.
    case : str
        The case and its parties in a line each, for those who may see them; empty otherwise.
    page_head, page_foot, page_number : str
        What stands on every sheet; the last one with ``{page}`` and ``{pages}`` to fill in.
    money, flip : Told or None
        What the difference means at the price given; the smallest slip that would change the verdict.
    study : StudyPart or None
        Of the bills before and after the replacement; None without one.
    uncertainty_title : str
        Heading over the uncertainty budget.
    """

    language: str
    title: str
    protocol: str
    period: str
    case: tuple[str, ...]
    page_head: str
    page_foot: str
    page_number: str
    verdict: VerdictPart
    numbers_title: str
    numbers: tuple[Named, ...]
    money: Told | None
    check: CheckPart
    registers: FigurePart | None
    flip: Told | None
    difference_title: str
    difference: FigurePart
    days: DaysPart
    error: ErrorPart | None
    study: StudyPart | None
    findings: FindingsPart
    uncertainty_title: str
    uncertainty: FigurePart | None
    meters: MetersPart
    rules: RulesPart
    files: FilesPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report in every language, the language to open in first.

    `verdict` is the same in all of them.
    """

    language: str
    verdict: str
    editions: tuple[Edition, ...]
