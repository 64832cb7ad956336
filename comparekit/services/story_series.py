"""The comparison in series that a story of a replacement rests on, for a meeting that shows both."""

from __future__ import annotations

from comparekit.services.compare import compare_log
from comparekit.services.stories import story_asked, story_folder
from comparekit.studies.series_result import SeriesResult


def series_of_story(name: str) -> SeriesResult | None:
    """That comparison; None where the story has none.

    Raises
    ------
    CompareKitError
        No such story.
    """
    asked = story_asked(story_folder(name))
    if not asked.series:
        return None
    log, *second = asked.series
    return compare_log(log, second[0] if second else None, meters_path=asked.series_meters)
