"""``comparekit user`` as a process, with the parameters of earnest."""

import io
import json
import os
import re
import subprocess
import sys
from contextlib import closing

import pytest

from comparekit.cli.main import main
from comparekit.cli.user import _ROLES
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.services.people import add_person
from comparekit.services.roles import LOCAL
from comparekit.store.database import open_database
from comparekit.store.passwords import is_password
from comparekit.store.people import ROLES, password_kept
from services.cheap import CHEAP

pytestmark = pytest.mark.slow  # a process, or many logs, for every test

pty = pytest.importorskip("pty")  # not on Windows

PASSWORD = "correct horse battery"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def environment(home):
    others = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "COMPAREKIT"))}
    return others | {"COMPAREKIT_HOME": str(home)}


def user(home, *arguments, given="", lang=None):
    extra = ["--lang", lang] if lang else []
    return subprocess.run(
        [sys.executable, "-m", "comparekit", "user", *map(str, arguments), *extra],
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        env=environment(home),
        check=False,
    )


def added(home, name="张伟", role="administrator", given=PASSWORD + "\n"):
    done = user(home, "add", name, "--role", role, "--password-stdin", given=given)
    assert done.returncode == 0, done.stderr.decode()
    return done


def kept(home, name="张伟"):
    with closing(open_database(str(home / "cases.sqlite3"))) as store, store.reading() as connection:
        return password_kept(connection, name)


def test_the_roles_offered_are_those_of_the_store():
    assert _ROLES == ROLES


def test_somebody_added_is_listed_and_has_the_password_given(home):
    assert added(home).stdout.decode().strip() == "已添加：张伟（管理员）"
    assert kept(home).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert is_password(kept(home), PASSWORD)


@pytest.fixture
def staffed(home):
    """A store with one administrator in it."""
    with closing(open_database(str(home / "cases.sqlite3"))) as store:
        add_person(store, LOCAL, name="张伟", role="administrator", password=PASSWORD, parameters=CHEAP)
    return home


@pytest.mark.parametrize(
    "given",
    [PASSWORD.encode(), (PASSWORD + "\r\n").encode(), b"\xef\xbb\xbf" + PASSWORD.encode() + b"\nmore\n"],
    ids=["no line end", "Windows line end", "byte order mark, and more lines"],
)
def test_the_first_line_of_standard_input_is_the_password(home, given):
    added(home, given=given)
    assert is_password(kept(home), PASSWORD)


def test_a_life_in_the_list(home):
    assert "comparekit user add" in user(home, "list", lang="en").stdout.decode()
    added(home)
    added(home, "Wang Li", "technician")
    assert user(home, "change", "Wang Li", "--role", "official", lang="en").stdout.decode() == (
        "Changed: Wang Li (official)\n"
    )
    removed = user(home, "remove", "Wang Li", "--json")
    assert json.loads(removed.stdout) == {"name": "Wang Li", "role": "official", "active": False}
    assert user(home, "list", lang="en").stdout.decode() == (
        "张伟  administrator\nWang Li  official (removed)\n"
    )
    back = user(home, "change", "Wang Li", "--password-stdin", given="eleven quiet lanterns\n", lang="zh")
    assert back.stdout.decode() == "已更改：Wang Li（执法人员）\n"
    assert is_password(kept(home, "Wang Li"), "eleven quiet lanterns")


@pytest.fixture
def here(home, monkeypatch, capsys):
    """The command within this process, which is quicker: exit code, standard output, standard error."""
    monkeypatch.setenv("COMPAREKIT_HOME", str(home))
    monkeypatch.delenv("COMPAREKIT_DATABASE", raising=False)

    def run(*arguments, given=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as left:
            main(["user", *map(str, arguments)])
        return left.value.code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "given", "code"),
    [
        (["add", "Wang", "--role", "official"], b"", "password.none"),
        (["add", "Wang", "--role", "official"], b"\n" + PASSWORD.encode(), "password.none"),
        (["add", "Wang", "--role", "official"], "密码".encode("gb18030"), "password.unreadable"),
        (["add", "Wang", "--role", "official"], b"Password1234", "password.too_plain"),
        (["change", "张伟", "--role", "official"], b"", "people.last_administrator"),
        (["remove", "张伟"], b"", "people.last_administrator"),
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(staffed, here, arguments, given, code, language):
    before = kept(staffed)
    done = here(*arguments, "--lang", language, given=given)
    assert done == (2, "", text(language, f"errors.{code}", name="张伟") + "\n")
    assert json.loads(here("list", "--json")[1]) == [
        {"name": "张伟", "role": "administrator", "active": True}
    ]
    assert kept(staffed) == before


@pytest.mark.parametrize(
    "arguments", [["add", "Wang"], ["add", "Wang", "--role", "root"], ["add"], ["remove"], ["gone"]]
)
def test_what_cannot_be_understood_exits_with_two(here, arguments):
    code, shown, told = here(*arguments, given=PASSWORD.encode())
    assert (code, shown) == (2, "")
    assert told


def test_the_store_is_told_by_option_or_by_environment(home, here, tmp_path, monkeypatch):
    def names(*arguments):
        return [person["name"] for person in json.loads(here("list", "--json", *arguments)[1])]

    one, other = tmp_path / "one.sqlite3", tmp_path / "other.sqlite3"
    given = PASSWORD.encode()
    assert here("add", "Wang", "--role", "official", "--database", other, given=given)[0] == 0
    monkeypatch.setenv("COMPAREKIT_DATABASE", str(one))
    assert here("add", "张伟", "--role", "administrator", given=given)[0] == 0
    assert names() == ["张伟"]
    assert names("--database", f"sqlite:///{other}") == ["Wang"]
    assert not home.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_tells_every_part_every_option_and_every_role(here, language):
    _, whole, _ = here("--help", "--lang", language)
    assert all(role in whole for role in ROLES)
    for part in ("add", "list", "change", "remove"):
        assert text(language, f"cli.user.{part}.short") in whole
        _, shown, _ = here(part, "--help", "--lang", language)
        options = {"--database", "--lang", "--json", "--verbose", "--version", "--help"}
        options |= {"--role", "--password-stdin"} if part in ("add", "change") else set()
        assert set(re.findall(r"--[a-z-]+", shown)) == options


class Terminal:
    """The command with a terminal as its standard input."""

    def __init__(self, home, *arguments):
        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "comparekit", "user", *arguments, "--lang", "en"],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(home),
            start_new_session=True,  # no terminal but the one given
        )
        os.close(theirs)
        self.seen = b""

    def type_after(self, words, typed):
        """Wait for a question; only then type, as what is typed before is thrown away."""
        while words.encode() not in self.seen.rpartition(b"\n")[2]:
            part = self.process.stderr.read1(1000)
            assert part, self.seen
            self.seen += part
        os.write(self.ours, typed.encode() + b"\n")

    def end(self):
        shown, told = self.process.communicate(timeout=60)
        try:
            echoed = os.read(self.ours, 10_000)
        except OSError:  # nothing was echoed
            echoed = b""
        os.close(self.ours)
        return shown.decode(), (self.seen + told).decode(), echoed.decode()


def test_on_a_terminal_the_password_is_asked_for_twice_and_not_shown(home):
    terminal = Terminal(home, "add", "张伟", "--role", "administrator")
    terminal.type_after("Password for 张伟", PASSWORD)
    terminal.type_after("Once more", PASSWORD)
    shown, told, echoed = terminal.end()
    assert (terminal.process.returncode, shown) == (0, "Added: 张伟 (administrator)\n")
    assert is_password(kept(home), PASSWORD)
    assert "horse" not in shown + told + echoed


@pytest.mark.parametrize("arguments", [["add", "Wang", "--role", "official"], ["change", "张伟"]])
def test_two_passwords_that_differ_change_nothing(staffed, arguments):
    before = kept(staffed)
    terminal = Terminal(staffed, *arguments)
    terminal.type_after("Password for", "eleven quiet lanterns")
    terminal.type_after("Once more", "eleven quiet lantern")
    shown, told, _ = terminal.end()
    assert (terminal.process.returncode, shown) == (2, "")
    assert text("en", "errors.password.differ") in told
    assert (kept(staffed), kept(staffed, "Wang")) == (before, None)


def test_a_name_that_cannot_be_is_refused_before_a_password_is_asked_for(home):
    terminal = Terminal(home, "add", "a\u200bb", "--role", "official")
    _, told, _ = terminal.end()
    assert terminal.process.returncode == 2
    assert "[U+200B]" in told
    assert "Password" not in told
