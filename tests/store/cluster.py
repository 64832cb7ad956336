"""A PostgreSQL server of our own, gone when the tests are."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def programs() -> Path | None:
    """Folder of initdb and postgres: of the newest version Debian installed, else of the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).parent if found else None


def missing_server() -> str:
    """What keeps a server from being started here, empty if nothing does."""
    if os.name != "posix":
        return "no POSIX system"
    if programs() is None:
        return "no PostgreSQL server installed"
    if os.geteuid() == 0 and not (shutil.which("runuser") and _account()):
        return "root, and no account postgres to run the server"
    return ""


def _account() -> tuple[int, int] | None:
    """User and group of the account that Debian's package makes."""
    import pwd

    try:
        found = pwd.getpwnam("postgres")
    except KeyError:
        return None
    return found.pw_uid, found.pw_gid


class Cluster:
    """A running server; reached through a socket in a folder of its own, by no other host."""

    def __enter__(self) -> Cluster:
        # The path of a socket may have about 100 bytes only: not below pytest's own folder.
        self.folder = Path(tempfile.mkdtemp(prefix="ck-pg-"))
        self._as: list[str] = []
        account = _account()
        if os.geteuid() == 0 and account is not None:  # PostgreSQL refuses to run as root
            os.chown(self.folder, *account)
            self._as = ["runuser", "-u", "postgres", "--"]
        bin_, data = programs(), self.folder / "data"
        assert bin_ is not None
        made = [
            bin_ / "initdb",
            "-D",
            data,
            "-U",
            "comparekit",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run([*self._as, *made, "--no-sync"], check=True, capture_output=True, cwd="/")
        options = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.folder}'",
            "max_connections": 60,
            "shared_buffers": "32MB",
            # What we kill is never the server, nor the machine.
            "fsync": "off",
            "full_page_writes": "off",
        }
        with open(self.folder / "data" / "postgresql.conf", "a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in options.items())
        self.log = open(self.folder / "log", "wb")
        self.server = subprocess.Popen(
            [*self._as, bin_ / "postgres", "-D", data], cwd="/", stdout=self.log, stderr=self.log
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        bin_ = programs()
        assert bin_ is not None
        stop = [*self._as, bin_ / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, capture_output=True, cwd="/")
        self.server.wait(30)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def database(self, name: str, model: str = "template0") -> Iterator[str]:
        """A new database, copied from `model`, and its URL; dropped at the end."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{model}"')
        yield f"postgresql://comparekit@/{name}?host={self.folder}"
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement)

    @property
    def _address(self) -> str:
        return f"host={self.folder} user=comparekit dbname=postgres"

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self._address).close()
                return
            except psycopg.OperationalError:
                if self.server.poll() is not None or time.monotonic() > end:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")) from None
                time.sleep(0.05)
