"""Reports as data and as text."""
