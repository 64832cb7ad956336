"""Files as people write them, read into registers and protocols; or every fault of theirs at once."""
