"""What the dashboard is started with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comparekit.i18n.catalog import LANGUAGES
from comparekit.protocol import SeriesProtocol
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_desk import Desk
from comparekit.services.roles import LOCAL, Actor
from comparekit.studies.planning_result import SeriesPlanResult
from comparekit.studies.series_result import SeriesResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the dashboard runs.

    Attributes
    ----------
    language : str
        "zh" or "en", for visitors whose browser asks for neither.
    story : str or None
        Name of the shipped story shown.
    paths : tuple of Path
        The log or logs shown instead of a story.
    host, port : str, int
        Where the server listens; port 0 takes any free one.
    """

    language: str = "zh"
    story: str | None = None
    paths: tuple[Path, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8050

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language: one of {LANGUAGES}, not {self.language!r}")
        if not 0 <= self.port <= 65535:
            raise ValueError(f"port: between 0 and 65535, not {self.port!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardServices:
    """What the pages may ask for.

    Attributes
    ----------
    result : callable, optional
        Gives the comparison that the first page shows; without it the first page says what there is.
    story_names, story : callables, optional
        Names of the shipped stories, and the result of one by its name.
    protocols : callable, optional
        The shipped protocols.
    plan : callable, optional
        Plans a series comparison, as `comparekit.services.plan.plan_series`.
    open_day : callable, optional
        Plays a run of the bench for visitors, as `comparekit.services.open_day.open_day`.
    desk, cases : Desk and CaseDesk, optional
        Drafts and cases of a store.
    actor : callable
        Who is asking; the single user of this machine unless somebody signed in.
    """

    result: Callable[[], SeriesResult] | None = None
    story_names: Callable[[], tuple[str, ...]] | None = None
    story: Callable[[str], SeriesResult] | None = None
    protocols: Callable[[], tuple[SeriesProtocol, ...]] | None = None
    plan: Callable[..., SeriesPlanResult] | None = None
    open_day: Callable[..., dict[str, Any]] | None = None
    desk: Desk | None = None
    cases: CaseDesk | None = None
    actor: Callable[[], Actor] = lambda: LOCAL
