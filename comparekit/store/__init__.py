"""The case store: events in a chain, the files they rest on, and what follows from them.

Everything that counts is an event; every other table is either the bytes an event names by their
SHA-256, or can be computed from the events again and is held against them by `comparekit.store.check`.
Drafts, sessions and sign-in attempts come and go and are no evidence.
"""
