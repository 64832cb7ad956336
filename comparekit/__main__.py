"""``python -m comparekit`` is the command ``comparekit``."""

from comparekit.cli.main import main

if __name__ == "__main__":
    main()
