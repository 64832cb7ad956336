"""What the dashboard's pages may ask for, put together for the commands that start it."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comparekit.store.database import Database
    from dashboard.settings import DashboardServices


def dashboard_services(database: Database | None = None) -> DashboardServices:
    """Stories, rules, plan and bench; with a store also new comparisons and cases."""
    from comparekit.ingest.protocol_file import list_protocols  # noqa: PLC0415 - loads numpy and scipy
    from comparekit.ingest.tariff_file import list_tariffs  # noqa: PLC0415
    from comparekit.services.case_view import CaseDesk  # noqa: PLC0415
    from comparekit.services.draft_child import in_child  # noqa: PLC0415
    from comparekit.services.draft_desk import Desk  # noqa: PLC0415
    from comparekit.services.open_day import open_day  # noqa: PLC0415
    from comparekit.services.plan import plan_series  # noqa: PLC0415
    from comparekit.services.replacement_desk import ReplacementDesk  # noqa: PLC0415
    from comparekit.services.sign_in_desk import SignInDesk  # noqa: PLC0415
    from comparekit.services.stories import (  # noqa: PLC0415
        REPLACEMENT,
        run_replacement_story,
        run_story,
        story_names,
    )
    from comparekit.services.story_series import series_of_story  # noqa: PLC0415
    from dashboard.settings import DashboardServices  # noqa: PLC0415

    cases = None if database is None else CaseDesk(database=database)
    return DashboardServices(
        story_names=story_names,
        story=lru_cache(32)(run_story),
        studies=partial(story_names, REPLACEMENT),
        study=lru_cache(16)(in_child(run_replacement_story)),
        study_series=lru_cache(16)(series_of_story),
        protocols=lru_cache(1)(list_protocols),
        tariffs=list_tariffs,
        plan=in_child(plan_series),
        open_day=in_child(open_day),
        desk=None if database is None else Desk(database=database),
        cases=cases,
        replacements=None
        if database is None or cases is None
        else ReplacementDesk(database=database, cases=cases),
        sign_in=None if database is None else SignInDesk(database=database),
    )
