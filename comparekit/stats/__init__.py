"""Arrays in, results out: statistics that have never heard of a meter."""
