"""The tables, for SQLite and PostgreSQL alike; `migrations` makes them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()
_HASH = String(64)  # SHA-256 in hexadecimal
_MOMENT = String(32)  # UTC, ISO 8601 with microseconds: sorts as text, and reads the same everywhere
# Ids sort by their bytes on every server, whatever its language; else the next number could not be found.
_CASE = String(40).with_variant(String(40, collation="C"), "postgresql")

#: The chain. `data_hash` is that of the event's data, which may be gone once a case was removed; `hash` is
#: that of the row with the `hash` of the event before in it.
EVENTS = Table(
    "events",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", _MOMENT, nullable=False),
    Column("who", String(80), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("case_id", _CASE, nullable=True),
    Column("corrects", BigInteger, nullable=True),
    Column("data_hash", _HASH, nullable=False),
    Column("before", _HASH, nullable=False),
    Column("hash", _HASH, nullable=False),
    Index("events_of_case", "case_id", "seq"),
)

#: What an event says, as canonical JSON text. The salt keeps anybody from guessing a name or an address by
#: its hash after the case was removed.
PAYLOADS = Table(
    "payloads",
    METADATA,
    Column("seq", BigInteger, ForeignKey("events.seq"), primary_key=True, autoincrement=False),
    Column("salt", String(32), nullable=False),
    Column("data", Text, nullable=False),
)

#: How long the chain is and how it ends: one row, locked by whoever writes.
HEAD = Table(
    "head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", _HASH, nullable=False),
)

#: Files byte for byte, each once.
FILES = Table(
    "files",
    METADATA,
    Column("sha256", _HASH, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

#: What lists and searches need of a case, computed from its events.
CASES = Table(
    "cases",
    METADATA,
    Column("id", _CASE, primary_key=True),
    Column("opened_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("title", String(200), nullable=False),
    Column("utility", String(20), nullable=False),
    Column("protocol", String(80), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("search", Text, nullable=False),
    Index("cases_by_change", "changed_at"),
)

#: People who may sign in, computed from events of kind user.*.
PEOPLE = Table(
    "people",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("password", String(200), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
)

# No evidence from here on.

#: What somebody has typed and not yet handed in.
DRAFTS = Table(
    "drafts",
    METADATA,
    Column("key", String(80), primary_key=True),
    Column("owner", String(80), nullable=False),
    Column("case_id", _CASE, nullable=True),
    Column("saved_at", _MOMENT, nullable=False),
    Column("data", Text, nullable=False),
)

#: Signed-in browsers: the token itself is never stored.
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_hash", _HASH, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("made_at", _MOMENT, nullable=False),
    Column("seen_at", _MOMENT, nullable=False),
    Column("ends_at", _MOMENT, nullable=False),
)

#: Failed sign-ins of late, for the rate limit.
ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", _MOMENT, nullable=False),
    Column("source", String(80), nullable=False),
    Column("name", String(80), nullable=False),
    Index("attempts_by_time", "at"),
)
