"""When use changed, and how that lies to the replacement, in words."""

from __future__ import annotations

from datetime import date

import numpy as np

from comparekit.i18n.catalog import speaker, text
from comparekit.readings.moments import in_zone
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.use_dates import AT, ELSEWHERE, UseDates, UseShift, too_coarse
from comparekit.wording.lists import listed
from comparekit.wording.numbers import percent

_DAILY = 2.0  # intervals shorter than this know the day itself [d]


def dates_lines(result: ReplacementResult, language: str) -> tuple[str, ...]:
    """When use changed, each change with the days it may have been."""
    say, dates = speaker(language, "replacement.dates"), result.dates
    if dates is None:
        return (say("too_short"),)
    if _too_coarse(result):
        record = text(language, f"replacement.record.{result.usage.kind}")
        return (say("bills", record=record, days=round(dates.step_days)),)
    if not dates.shifts:
        return (say("none_changed" if result.changed else "none"),)
    reach = result.protocol.change.reach_days
    if len(dates.shifts) == 1:
        (shift,) = dates.shifts
        case = {AT: "at", ELSEWHERE: "elsewhere_one"}.get(dates.relation, "open_one")
        return (say(case, reach=reach, **_told(shift, result, language)),)
    each = [_each(shift, result, language) for shift in dates.shifts]
    case = {AT: "several_at", ELSEWHERE: "several_elsewhere"}.get(dates.relation, "several_open")
    return (say("several", count=len(each)), *(f"  {line}" for line in each), say(case, reach=reach))


def dates_official(result: ReplacementResult, language: str) -> tuple[str, ...]:
    """Each change with its credible set and its probabilities; empty without a date."""
    dates = result.dates
    if dates is None or _too_coarse(result):
        return ()
    zone, reach = result.usage.timezone, result.protocol.change.reach_days
    return tuple(
        text(
            language,
            "replacement.dates.official",
            date=_day(shift.date, zone),
            first=_day(shift.first, zone),
            last=_day(shift.last, zone),
            probability=f"{shift.probability:.2f}",
            near=f"{shift.near:.2f}",
            reach=reach,
        )
        for shift in dates.shifts
    )


def not_at_replacement(result: ReplacementResult, language: str) -> str:
    """That use changed, but at another date; empty where that is not shown."""
    dates = result.dates
    if dates is None or dates.relation != ELSEWHERE or not dates.shifts or result.changed is False:
        return ""
    say = speaker(language, "replacement.dates")
    if len(dates.shifts) > 1:
        return say("headline_several", count=len(dates.shifts))
    (shift,) = dates.shifts
    later = shift.date > result.replaced
    told = _told(shift, result, language)
    if result.changed is None:
        return say("headline_instead", reach=result.protocol.change.reach_days, **told)
    return say("headline_elsewhere_after" if later else "headline_elsewhere", **told)


def elsewhere_leads(result: ReplacementResult) -> bool:
    """Whether the change at another date is all that is known of use: then it stands first."""
    return result.changed is None and bool(not_at_replacement(result, "en"))


def change_told(result: ReplacementResult, language: str) -> str:
    """How large the change at another date was, in a few words, or how often use changed."""
    assert result.dates is not None  # where something changed, its date is known
    say, shifts = speaker(language, "replacement.fact"), result.dates.shifts
    if len(shifts) > 1:
        return say("shifts", count=len(shifts))
    return say("factor", factor=f"{shifts[0].factor:.2g}")


def averages_note(result: ReplacementResult, language: str) -> str:
    """Why the averages differ otherwise than the comparison says; empty where an earlier change is no reason.

    The averages of the two sides hold everything, the comparison takes out what changed before.
    """
    if not result.evidence or not elsewhere_leads(result) or result.dates is None:
        return ""
    earlier = [shift for shift in result.dates.shifts if shift.date < result.replaced]
    interval, rates = result.evidence[0].interval(), (result.rate_before, result.rate_after)
    low, high = interval.low or 0.0, interval.high or np.inf
    if not earlier or not np.isfinite(rates).all() or low * rates[0] <= rates[1] <= high * rates[0]:
        return ""
    say = speaker(language, "replacement.rates")
    ends = [percent(end - 1, (high - low) / 2, language) for end in (low, high)]
    days = [day_told(shift.date, result, language) for shift in earlier]
    return say("earlier", date=listed(days, language), low=ends[0], high=ends[1])


def change_day(result: ReplacementResult, language: str) -> str:
    """The most probable day of the largest change; empty where no day is known."""
    dates = result.dates
    if dates is None or not dates.shifts or _too_coarse(result):
        return ""
    return day_told(largest(dates).date, result, language)


def largest(dates: UseDates) -> UseShift:
    """The change with the largest factor either way."""
    return max(dates.shifts, key=lambda shift: abs(np.log(shift.factor)))


def day_told(moment: np.datetime64, result: ReplacementResult, language: str) -> str:
    """A day, with its year where that is not the replacement's."""
    own, replaced = (_day(m, result.usage.timezone) for m in (moment, result.replaced))
    month = text(language, f"verdict.month.{own.month}")
    key = "day" if own.year == replaced.year else "day_of_year"
    return text(language, f"replacement.dates.{key}", year=own.year, month=month, day=own.day)


def _too_coarse(result: ReplacementResult) -> bool:
    """Whether an interval is too long to know a day by, as with bills."""
    return result.dates is not None and too_coarse(result.dates.step_days, result.protocol)


def _each(shift: UseShift, result: ReplacementResult, language: str) -> str:
    reach = result.protocol.change.reach_days
    near = abs(_days_from(shift, result)) <= reach
    told = _told(shift, result, language)
    return text(language, f"replacement.dates.{'each_at' if near else 'each'}", **told)


def _told(shift: UseShift, result: ReplacementResult, language: str) -> dict[str, object]:
    say, days = speaker(language, "replacement.dates"), _days_from(shift, result)
    first, last = (day_told(moment, result, language) for moment in (shift.first, shift.last))
    just = "just_period" if result.dates is not None and result.dates.step_days > _DAILY else "just"
    return {
        "date": day_told(shift.date, result, language),
        "range": say(just) if first == last else say("between", first=first, last=last),
        "days": abs(days),
        "side": say("before" if days < 0 else "after"),
        "factor": f"{shift.factor:.2g}",
    }


def _days_from(shift: UseShift, result: ReplacementResult) -> int:
    """Days from the replacement to the change."""
    zone = result.usage.timezone
    return (_day(shift.date, zone) - _day(result.replaced, zone)).days


def _day(moment: np.datetime64, zone: str) -> date:
    return in_zone(moment, zone).date()
