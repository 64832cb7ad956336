"""What a check of the store found, as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comparekit.i18n.catalog import speaker, text

if TYPE_CHECKING:
    from comparekit.store.trouble import Trouble


def check_text(troubles: Sequence[Trouble], case_id: str | None, language: str) -> str:
    """That nothing is wrong, or every trouble on a line."""
    say = speaker(language, "case.check")
    if not troubles:
        return say("clean_all") if case_id is None else say("clean_one", case=case_id)
    return "\n".join(
        [
            say("found", count=len(troubles)),
            *(f"  {trouble_text(trouble, language)}" for trouble in troubles),
        ]
    )


def trouble_text(trouble: Trouble, language: str) -> str:
    """One trouble as a sentence."""
    said = {"seq": trouble.seq, "case": trouble.case_id, **trouble.context}
    return text(language, f"errors.trouble.{trouble.code}", **said)
