"""What alembic runs: it works on the connection and the transaction it is given."""

from alembic import context

from comparekit.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transaction_per_migration=False,
)
context.run_migrations()
