"""A virtual bench: a household, two meters in series, their registers, and people who read them.

Planning, open days, validation and tests rest on it. Everything is seeded by an explicit Generator;
volumes are in m3 (energies in kWh), flows in m3/h (kW), times in days since the first midnight.
Households and meters are values; `site` lets many weeks pass at once, `scenario` plays one log with all
that goes wrong.
"""
