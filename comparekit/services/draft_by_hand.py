"""Units, steps, zones and a price as typed into a draft; and everything typed there that is wrong."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping

from comparekit.errors import Fault
from comparekit.ingest.by_hand import ByHand
from comparekit.services.draft import Draft
from comparekit.services.draft_plates import plates_of


def by_hand_of(draft: Draft) -> tuple[ByHand, Mapping[str, Fault]]:
    """What was set by hand as far as it can be used, and the faults of the rest by field (``step.test``)."""
    steps: dict[str, float] = {}
    faults: dict[str, Fault] = {}
    for meter, typed in draft.steps.items():
        step = _number(typed)
        if step is None:
            faults[f"step.{meter}"] = Fault(code="draft.step", found=typed)
        else:
            steps[meter] = step
    return ByHand(units=dict(draft.units), steps=steps, zones=dict(draft.zones)), faults


def field_faults(draft: Draft) -> dict[str, Fault]:
    """What is wrong in the fields of a draft, by the name of the field."""
    own = {} if "meters" in draft.names else plates_of(draft.plates).faults
    price = {"price": Fault(code="draft.price", found=draft.price)} if draft.price else {}
    return {**by_hand_of(draft)[1], **own, **(price if price_of(draft) is None else {})}


def price_of(draft: Draft) -> float | None:
    """Yuan for one unit, None where none was typed or it cannot be used."""
    return _number(draft.price)


def _number(typed: str) -> float | None:
    """A number above zero, the decimal point as people type it; None for anything else."""
    try:
        value = float(unicodedata.normalize("NFKC", typed).strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None
