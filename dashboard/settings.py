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
from comparekit.services.draft_keeping import KeptDraft
from comparekit.services.exposure import is_loopback
from comparekit.services.replacement_desk import ReplacementDesk
from comparekit.services.roles import LOCAL, Actor
from comparekit.services.sign_in_desk import SignInDesk
from comparekit.studies.planning_result import SeriesPlanResult
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.series_result import SeriesResult
from comparekit.tariff import Tariff
from dashboard.public_url import PublicUrl
from dashboard.uploads import form_token
from dashboard.visitor import Visitor


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
    public_url : PublicUrl or None
        The address of the proxy through which others come.
    """

    language: str = "zh"
    story: str | None = None
    paths: tuple[Path, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8050
    public_url: PublicUrl | None = None

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language: one of {LANGUAGES}, not {self.language!r}")
        if not 0 <= self.port <= 65535:
            raise ValueError(f"port: between 0 and 65535, not {self.port!r}")

    @property
    def exposed(self) -> bool:
        """Whether others may reach the dashboard: then everybody signs in."""
        return self.public_url is not None or not is_loopback(self.host)


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardServices:
    """What the pages may ask for.

    Attributes
    ----------
    result : callable, optional
        Gives the comparison that the first page shows; without it the first page says what there is.
    story_names, story : callables, optional
        Names of the shipped stories, and the result of one by its name.
    studies, study, study_series : callables, optional
        Names of the stories of replacements, the study of one, and the comparison it rests on, if any.
    protocols, tariffs : callables, optional
        The shipped protocols and tariffs.
    plan : callable, optional
        Plans a series comparison, as `comparekit.services.plan.plan_series`.
    open_day : callable, optional
        Plays a run of the bench for visitors, as `comparekit.services.open_day.open_day`.
    desk, cases : Desk and CaseDesk, optional
        Drafts and cases of a store.
    replacements : ReplacementDesk, optional
        Studies before and after a replacement, of the same store.
    actor : callable
        Who is asking; the single user of this machine unless somebody signed in.
    sign_in : SignInDesk, optional
        Lets people in where others can reach the dashboard; needed there.
    visitor : callable
        Who signed in; None where nobody has to.
    """

    result: Callable[[], SeriesResult] | None = None
    story_names: Callable[[], tuple[str, ...]] | None = None
    story: Callable[[str], SeriesResult] | None = None
    protocols: Callable[[], tuple[SeriesProtocol, ...]] | None = None
    tariffs: Callable[[], tuple[Tariff, ...]] | None = None
    plan: Callable[..., SeriesPlanResult] | None = None
    open_day: Callable[..., dict[str, Any]] | None = None
    desk: Desk | None = None
    cases: CaseDesk | None = None
    replacements: ReplacementDesk | None = None
    studies: Callable[[], tuple[str, ...]] | None = None
    study: Callable[[str], ReplacementResult] | None = None
    study_series: Callable[[str], SeriesResult | None] | None = None
    actor: Callable[[], Actor] = lambda: LOCAL
    sign_in: SignInDesk | None = None
    visitor: Callable[[], Visitor | None] = lambda: None

    def drafts(self) -> tuple[KeptDraft, ...]:
        """What the visitor has typed and not handed in yet; nothing where nothing can be typed."""
        return () if self.desk is None else self.desk.drafts(self.actor())

    def draft_token(self, key: str) -> str:
        """What the form of a draft is signed with."""
        return "" if self.desk is None else form_token(self.desk.secret(), self.form_owner(), key)

    def form_owner(self) -> str:
        """Whom a form made now is signed for: the person, in their session where there is one."""
        visitor = self.visitor()
        return self.actor().name if visitor is None else visitor.forms
