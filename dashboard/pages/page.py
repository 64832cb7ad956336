"""What a page is made of, and how one is found by its address."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.place import Place
from dashboard.settings import DashboardServices


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as seen from one place.

    `title` names the tab and stands as heading before any script runs; `lead` is the sentence under it
    there; `body` is the page's main part, made only when asked for. `graph`: there is a figure on it to be
    pointed at. Pages of the same `key` have the same body, whoever asks and whenever; None where that does
    not hold.
    """

    title: str
    lead: str
    body: Callable[[], Component]
    graph: bool = False
    key: Hashable | None = None


#: Gives the page at a place, or None where the place is another one's.
PageMaker = Callable[[Place, DashboardServices], Page | None]


def find_page(makers: tuple[PageMaker, ...], place: Place, services: DashboardServices) -> Page | None:
    """The page at `place`; None where there is none."""
    for make in makers:
        page = make(place, services)
        if page is not None:
            return page
    return None
