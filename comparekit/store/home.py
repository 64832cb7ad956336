"""Where data lies: COMPAREKIT_HOME, else the platform's folder for a user's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_home() -> Path:
    """The data folder, whether or not it exists yet."""
    told = os.environ.get("COMPAREKIT_HOME")
    if told:
        return Path(told).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "comparekit"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "comparekit"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "comparekit"
