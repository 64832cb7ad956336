"""Everything a change must pass: style, types, tests. Extra arguments go to pytest.

As root on Debian it brings Chromium, CJK fonts and PostgreSQL by apt; elsewhere it uses what is there.
What is missing is skipped with one visible line, and fails when CI is set.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("chromium", "fonts-noto-cjk", "postgresql")


def main() -> int:
    os.chdir(ROOT)
    bring_packages()
    python = [sys.executable, "-m"]
    checks = [
        [*python, "ruff", "check", "."],
        [*python, "mypy"],
        [*python, "pytest", "-n", "auto", "-m", "not full", "-q", *sys.argv[1:]],
    ]
    failed = []
    for command in checks:
        print("$", " ".join(command[1:]), flush=True)
        if subprocess.run(command, check=False).returncode:
            failed.append(" ".join(command[2:4]))
    if failed:
        print("failed:", ", ".join(failed), flush=True)
    return bool(failed)


def bring_packages() -> None:
    """Chromium, fonts and a database server, where this machine lets us."""
    missing = [name for name in PACKAGES if not installed(name)]
    if not missing:
        return
    if Path("/etc/debian_version").exists() and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *missing]):
            done = subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
            if done.returncode:
                break
        missing = [name for name in missing if not installed(name)]
    if missing:
        print("not here, tests that need it are skipped:", ", ".join(missing), flush=True)


def installed(name: str) -> bool:
    if name == "chromium":
        return bool(shutil.which("chromium") or shutil.which("google-chrome"))
    if name == "postgresql":
        servers = Path("/usr/lib/postgresql").glob("*/bin/initdb")
        return bool(shutil.which("initdb") or any(servers))
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], check=False, capture_output=True, text=True)
    return bool(listed.stdout.strip())


if __name__ == "__main__":
    sys.exit(main())
