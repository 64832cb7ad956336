"""A virtual bench: a household, two meters in series, their registers, and people who read them.

Planning, open days, validation and tests rest on it. Everything is seeded by an explicit Generator;
volumes are in m3, flows in m3/h, times in days since the first midnight.
"""
