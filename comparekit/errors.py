"""What can go wrong, as a tree.

::

    ValueError                 a caller's bug: names the argument, the rule and the value
    CompareKitError            the world's fault: carries a code and what is needed to say it
    └── FaultyInput            one or more faults of a file, all of them at once
        ├── FaultyLog          a log that cannot be read as one
        ├── FaultyProtocol     a protocol that breaks its own rules
        ├── FaultyMeters       a file of plates and certificates that breaks its rules
        └── UnusableLog        a readable log from which nothing can be computed

Codes and context only; the sentences are in the catalogs (`comparekit.i18n`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: where it stands, what was found and what was expected.

    `code` names the sentence in the catalog; `file`, `sheet`, `row` (as Excel counts them) and
    `column` (title, or letter) say where; `found` and `expected` go into the sentence. `expected` is
    a catalog key under ``expected.``, or text that needs no translation.
    """

    code: str
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    found: str | None = None
    expected: str | None = None
    context: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        where = f"{self.file or ''} row {self.row} column {self.column}"
        return f"{self.code}: {where}: found {self.found!r}, expected {self.expected!r}"


class CompareKitError(Exception):
    """Base of everything a user's files, stores or machine can cause."""

    def __init__(self, code: str, **context: object) -> None:
        self.code = code
        self.context = context
        super().__init__(code, context)

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.context.items())
        return f"{self.code} ({details})" if details else self.code


class FaultyInput(CompareKitError):
    """A file with faults. `faults` is never empty and holds all that were found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        if not self.faults:
            raise ValueError("faults: at least one is needed")
        super().__init__(self.faults[0].code, faults=len(self.faults))

    def __str__(self) -> str:
        return "; ".join(str(fault) for fault in self.faults)


class FaultyLog(FaultyInput):
    """The file is not a readable log."""


class FaultyProtocol(FaultyInput):
    """The protocol file breaks a rule."""


class FaultyMeters(FaultyInput):
    """The file of plates and certificates breaks a rule."""


class UnusableLog(FaultyInput):
    """The log can be read, but holds too little to compute anything."""
