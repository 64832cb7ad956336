"""Maximum permissible errors in a figure."""

from __future__ import annotations

from itertools import groupby

from comparekit.figures.data import Band
from comparekit.figures.scale import exact_percent
from comparekit.i18n.catalog import text
from comparekit.studies.flow_points import FlowPoint

_REACH = 1.35  # times the outermost flows of a zone, as far as its band is drawn
_GAP = 0.42  # of the ratio to the next zone's flow, at most: where the limit changes is not known here


def limit_bands(points: tuple[FlowPoint, ...], language: str) -> tuple[Band, ...]:
    """One band for each stretch of flow points with the same limit, in order of flow.

    Between two stretches the figure leaves a gap: the flow at which the limit changes stands on the
    meter, not in the result.
    """
    groups = [(key, list(group)) for key, group in groupby(points, key=lambda p: (p.zone, p.limit))]
    bands = []
    for k, ((zone, limit), group) in enumerate(groups):
        if limit is None:
            continue
        first, last = group[0].flow, group[-1].flow
        down = up = _REACH
        if k > 0:
            down = min(down, (first / groups[k - 1][1][-1].flow) ** _GAP)
        if k + 1 < len(groups):
            up = min(up, (groups[k + 1][1][0].flow / last) ** _GAP)
        bands.append(
            Band(
                low=-limit,
                high=limit,
                label=band_label(limit, zone, language),
                start=first / down,
                end=last * up,
            )
        )
    return tuple(bands)


def band_label(limit: float, zone: str | None, language: str) -> str:
    """What a band is called: the limit and the zone it holds in."""
    return text(language, f"figures.error.limit_{zone or 'any'}", limit=limit_text(limit))


def limit_text(limit: float) -> str:
    """A limit both ways, e.g. ±5 %."""
    return f"±{exact_percent(round(limit, 9), signed=False)}"
