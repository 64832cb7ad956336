"""A study before and after a replacement that a case holds, made again."""

from __future__ import annotations

from dataclasses import dataclass

from comparekit.errors import CompareKitError
from comparekit.studies.replacement_result import ReplacementResult


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStudy:
    """What making a study again gave.

    Attributes
    ----------
    result : ReplacementResult or None
        The study; None where it cannot be made again, for the reason in `error`.
    differs : tuple of str
        Where it is not what was kept, as ``key (kept → made again)``; empty where it is.
    error : CompareKitError or None
        Why there is none.
    """

    result: ReplacementResult | None = None
    differs: tuple[str, ...] = ()
    error: CompareKitError | None = None

    @property
    def sound(self) -> ReplacementResult | None:
        """The study where it is the one that was kept, None otherwise."""
        return None if self.differs else self.result
