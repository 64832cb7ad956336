"""The dashboard: pages over the same studies as the command line."""
