"""How much of a long comparison a page can hold that has to go through a chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from comparekit.figures.series_figures import NAMES
from comparekit.reporting.html_figure import Drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How often figures are drawn, by name, where not twice; rows of the day table, None for all of them."""

    less: Mapping[str, Drawn] = field(default_factory=dict)
    rows: int | None = None

    def drawn(self, name: str) -> Drawn:
        """How often the figure `name` is drawn."""
        return self.less.get(name, Drawn.TWICE)


_ONCE, _NOT = Drawn.ONCE, Drawn.NOT
_OF_A_STUDY = "waterfall"  # in the report of a case that has one
_ALL_ONCE = dict.fromkeys((*NAMES, _OF_A_STUDY), _ONCE)

#: From everything to what always fits. A second drawing goes before any number does, and the figures that
#: grow with the days before the table that holds them.
FITS = (
    Fit(),
    Fit(less={"days": _ONCE}),
    Fit(less={"days": _ONCE, "difference": _ONCE}),
    Fit(less=_ALL_ONCE),
    Fit(less=_ALL_ONCE | {"days": _NOT}),
    Fit(less=_ALL_ONCE | {"days": _NOT, "difference": _NOT}),
    Fit(less=_ALL_ONCE | {"days": _NOT, "difference": _NOT}, rows=60),
)
