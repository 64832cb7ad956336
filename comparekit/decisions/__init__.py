"""From numbers to a verdict, by rules that were agreed before."""
