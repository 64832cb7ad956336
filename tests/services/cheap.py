"""Parameters of argon2 for tests: what a password costs in earnest would cost minutes here."""

from argon2 import Parameters, Type

CHEAP = Parameters(
    type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=8, parallelism=1
)
