"""Making readings trustworthy: every oddity becomes a finding, nothing is repaired in silence."""
