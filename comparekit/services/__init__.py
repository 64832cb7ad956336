"""One act of a user a file, for the command line and the dashboard alike."""
