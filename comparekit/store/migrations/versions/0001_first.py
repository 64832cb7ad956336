"""The first store: chain of events, files, cases, people, drafts, sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_HASH = sa.String(64)
_MOMENT = sa.String(32)
_CASE = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("case_id", _CASE, nullable=True),
        sa.Column("corrects", sa.BigInteger, nullable=True),
        sa.Column("data_hash", _HASH, nullable=False),
        sa.Column("before", _HASH, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
    )
    op.create_index("events_of_case", "events", ["case_id", "seq"])
    op.create_table(
        "payloads",
        sa.Column("seq", sa.BigInteger, sa.ForeignKey("events.seq"), primary_key=True, autoincrement=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])
    op.create_table(
        "files",
        sa.Column("sha256", _HASH, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "cases",
        sa.Column("id", _CASE, primary_key=True),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("utility", sa.String(20), nullable=False),
        sa.Column("protocol", sa.String(80), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("search", sa.Text, nullable=False),
    )
    op.create_index("cases_by_change", "cases", ["changed_at"])
    op.create_table(
        "people",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("case_id", _CASE, nullable=True),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", _HASH, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True
        ),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
    )
    op.create_index("attempts_by_time", "attempts", ["at"])
