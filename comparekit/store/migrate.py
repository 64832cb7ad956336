"""Bringing a store up to date, and refusing one made by a newer version or by another program."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from comparekit.errors import CompareKitError
from comparekit.store.database import Database
from comparekit.store.tables import METADATA

REVISION = "0001"  # the newest in migrations/versions; alembic, which knows it too, takes time to load
_FOLDER = Path(__file__).with_name("migrations")
_LOCK = 7_205_506  # of PostgreSQL's advisory locks: one process at a time migrates


def bring_up_to_date(database: Database, revision: str = REVISION) -> None:
    """Run the migrations that are missing, in one transaction, one process at a time.

    Raises
    ------
    CompareKitError
        ``store.newer``: the store was made by a newer version; ``store.foreign``: there are tables of
        another program.
    """
    with database.engine.connect() as connection:
        if _revision(connection) == revision:
            return
    with database.engine.connect() as connection, connection.begin():
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        _upgrade(database, connection, revision)


def _upgrade(database: Database, connection: Connection, revision: str) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    found = _revision(connection)
    known = {script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()}
    if found is not None and found not in known:
        raise CompareKitError("store.newer", database=database.name)
    tables = set(inspect(connection).get_table_names())
    # A server's database may be shared as long as no name collides; a file is ours alone.
    alien = tables if connection.dialect.name == "sqlite" else tables & set(METADATA.tables)
    if found is None and alien:
        raise CompareKitError("store.foreign", database=database.name)
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
