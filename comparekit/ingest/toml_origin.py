"""Where a number of a TOML file comes from: source, edition, certainty and reason of its table."""

from __future__ import annotations

from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.toml_reader import TomlReader
from comparekit.origin import Certainty, Origin


def read_origin(toml: TomlReader, *table: str | int) -> Origin:
    """Source and certainty, which every number needs; edition and reason, which it may have."""
    certainty = toml.text(*table, "certainty", among=tuple(Certainty))
    reason = toml.texts(*table, "reason", needed=LANGUAGES) if toml.has(*table, "reason") else {}
    return Origin(
        source=toml.text(*table, "source"),
        certainty=Certainty(certainty) if certainty in tuple(Certainty) else Certainty.UNCONFIRMED,
        edition=toml.text(*table, "edition", default=""),
        reason=reason,
    )


def read_source(toml: TomlReader, index: int) -> dict[str, str]:
    """One of `[[sources]]`: what else the rules rest on, in both languages."""
    path = ("sources", index)
    return {
        **{language: toml.text(*path, language) for language in LANGUAGES},
        "source": toml.text(*path, "source"),
        "edition": toml.text(*path, "edition", default=""),
        "certainty": toml.text(*path, "certainty", among=tuple(Certainty)),
    }
