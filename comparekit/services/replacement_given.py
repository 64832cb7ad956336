"""All that one study before and after a replacement is made of, and the study made of it, in a child."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comparekit.ingest.meters_file import read_meters
from comparekit.ingest.own_rows import TYPED_BILL
from comparekit.ingest.read_usage import read_usage_bytes
from comparekit.services.case_look import GivenFile, Look, compare_look
from comparekit.services.kept_rules import KeptRules
from comparekit.services.replacement import compare_replacement
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.series_result import SeriesResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file of use, what is asked, plates, and a comparison or the log of one.

    `rules` are those it was made by before, None for those that ship. The rest is as for
    `comparekit.services.replacement.compare_replacement`.
    """

    usage: GivenFile
    replaced: str
    utility: str = ""
    price: float | str | None = None
    people: int | None = None
    peak_share: float | None = None
    suspect: str = "old"
    meters: GivenFile | None = None
    series: SeriesResult | GivenFile | None = None
    rules: KeptRules | None = None

    def asked(self) -> dict[str, object]:
        """What somebody needs, beside the files and a comparison, to make the same study again."""
        return {
            "replaced": self.replaced,
            "utility": self.utility,
            "price": self.price,
            "people": self.people,
            "peak_share": self.peak_share,
            "suspect": self.suspect,
        }


def read_given(usage: GivenFile) -> None:
    """Whether a file of use can be read: raises as `read_usage_bytes`."""
    read_usage_bytes(usage.content, usage.base_name)


def study_given(given: Given) -> ReplacementResult:
    """The study, from the bytes on; errors as `compare_replacement`, and of every file."""
    compared = given.series
    if isinstance(compared, GivenFile):
        compared = compare_look(Look(log=compared))
    kept = given.rules
    told = given.price if kept is None else kept.tariff or given.price
    usage = read_usage_bytes(given.usage.content, given.usage.base_name)
    result = compare_replacement(
        usage,
        given.replaced,
        f"{given.utility}-replacement" if given.utility else None,
        series=compared,
        meters=None if given.meters is None else read_meters(given.meters.content, given.meters.base_name),
        suspect=given.suspect,
        price=told,
        people=given.people,
        peak_share=given.peak_share,
        kept=kept,
    )
    if TYPED_BILL not in usage.columns.values():
        return result
    named = tuple(replace(f, context={**f.context, "rows_are": "bills"}) for f in result.findings)
    return replace(result, findings=named)
