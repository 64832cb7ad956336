"""Making two registers comparable: which readings belong together."""
