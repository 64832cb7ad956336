"""Which store a command means, and opening it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from comparekit.i18n.catalog import text

if TYPE_CHECKING:
    from comparekit.store.database import Database

VARIABLE = "COMPAREKIT_DATABASE"


def database_option(language: str) -> click.Option:
    """The option ``--database``."""
    return click.Option(
        ["--database"], metavar="URL", envvar=VARIABLE, help=text(language, "cli.case.database")
    )


@contextmanager
def opened(url: str | None) -> Iterator[Database]:
    """The store of that URL, of the data folder without one, open while the block runs."""
    from comparekit.store.database import open_database  # noqa: PLC0415 - loads SQLAlchemy

    database = open_database(url)
    try:
        yield database
    finally:
        database.close()
