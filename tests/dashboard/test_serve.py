"""Serving: quietly, told once it listens, ended at once; by both servers."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from browser.in_thread import server_for
from comparekit.cli.main import main
from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.services import people
from comparekit.services.roles import LOCAL
from comparekit.store.database import open_database
from comparekit.wording.errors import error_text
from dashboard.app import create_app
from dashboard.body_size import MOST_SENT
from dashboard.public_url import PublicUrl, public_url
from dashboard.serve import listener_on, serve
from dashboard.settings import DashboardServices, Settings
from services.cheap import CHEAP

COMMAND = [sys.executable, "-m", "comparekit", "serve", "--lang", "en", "--port", "0"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn runs on POSIX only")


def refusal(host, port=0, app=None):
    with pytest.raises(CompareKitError) as caught:
        serve(app or create_app(Settings(), DashboardServices()), host, port)
    return caught.value


def test_a_taken_port_is_an_error_with_a_code():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        error = refusal("127.0.0.1", port)
    assert (error.code, error.context) == ("serve.port_taken", {"host": "127.0.0.1", "port": port})


def test_a_place_that_cannot_be_had_is_an_error_with_a_code(monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)
    assert refusal("127.0.0.1", 80).code == "serve.cannot_listen"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1", "example.org"])
def test_pages_that_ask_nobody_to_sign_in_are_served_to_nobody_else(host, monkeypatch):
    def listen(*_, **__):
        raise AssertionError("it listened")

    monkeypatch.setattr(socket, "create_server", listen)
    error = refusal(host)
    assert (error.code, error.context) == ("serve.only_here", {"host": host})
    for language in LANGUAGES:
        assert "127.0.0.1" in error_text(error, language)


def test_exposed_pages_without_a_desk_to_sign_in_at_cannot_be_made():
    with pytest.raises(ValueError, match="sign_in"):
        create_app(Settings(host="0.0.0.0"), DashboardServices())
    with pytest.raises(ValueError, match="sign_in"):
        create_app(Settings(public_url=PublicUrl("https", "a.example", 443)), DashboardServices())


def run(tmp_path, *options, **environment):
    """The command in a process group of its own, and the address it tells."""
    told = {k: v for k, v in os.environ.items() if k != "COMPAREKIT_DATABASE"}
    process = subprocess.Popen(
        [*COMMAND, *options],
        env=told | {"COMPAREKIT_HOME": str(tmp_path), "HOME": str(tmp_path)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    lines = [process.stdout.readline(), process.stdout.readline()]
    found = re.search(r"http://127\.0\.0\.1:(\d+)/en/", lines[1])
    assert found, (lines, process.kill(), process.communicate())
    return process, int(found[1])


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers)
    return connection, connection.getresponse()


def two_gigabytes(port):
    """Announced, never sent; the answer as it comes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as asked:
        asked.sendall(
            b"POST /en/new/abcdefghijklmnop HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 2147483648\r\n\r\n"
        )
        answer = http.client.HTTPResponse(asked)
        answer.begin()
        return answer.status, answer.read().decode()


@pytest.mark.slow
@posix
def test_the_command_serves_and_ends_at_once_leaving_nothing(tmp_path):
    """With a connection kept alive and a request half sent, and nothing of gunicorn's in the home folder."""
    process, port = run(tmp_path, FORWARDED_ALLOW_IPS="*", WEB_CONCURRENCY="4", GUNICORN_CMD_ARGS="-b :1")
    connection, answer = get(port, "/en/help?name=Wang")
    assert answer.status == 200
    answer.read()
    assert two_gigabytes(port) == (413, text("en", "new_page.too_much"))
    half = socket.create_connection(("127.0.0.1", port))
    half.sendall(b"POST /_dash-update-component HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n1")
    time.sleep(0.3)
    group = os.getpgid(process.pid)
    begun = time.monotonic()
    os.killpg(group, signal.SIGINT)  # as a terminal does
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert time.monotonic() - begun < 8  # what is under way would be given ten seconds
    assert (out, err) == ("", "\n")  # click ends the line on which ^C stands
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)
    connection.close()
    half.close()
    assert [file.name for file in tmp_path.iterdir() if "cases" not in file.name] == []


def test_without_an_administrator_the_command_tells_how_to_make_one(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COMPAREKIT_HOME", str(tmp_path))
    monkeypatch.delenv("COMPAREKIT_DATABASE", raising=False)
    with pytest.raises(SystemExit) as left:
        main([*COMMAND[3:], "--public-url", "https://meters.example"])
    assert left.value.code == 2
    assert "comparekit user add NAME --role administrator" in capsys.readouterr().err


@pytest.mark.slow
@posix
def test_an_office_is_served_by_sign_in_only_and_the_machine_may_shut_down(tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    people.add_person(
        database, LOCAL, name="张伟", role="administrator", password="eleven quiet lanterns", parameters=CHEAP
    )
    database.close()
    process, port = run(tmp_path, "--public-url", "https://meters.example")
    _, answer = get(port, "/zh/cases", Host="meters.example")
    assert (answer.status, answer.getheader("Location")) == (302, "/zh/sign-in?next=%2Fzh%2Fcases")
    assert answer.getheader("Strict-Transport-Security")
    assert get(port, "/zh/cases", Host="elsewhere.example")[1].status == 421
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", "")


@pytest.fixture
def in_thread():
    """Waitress, as on Windows."""
    server = server_for(create_app(Settings(), DashboardServices()), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join(5)
    server.server_close()
    assert not thread.is_alive()


def test_waitress_serves_the_same_pages(in_thread, capfd):
    assert in_thread > 0
    _, answer = get(in_thread, "/zh/help")
    assert answer.status == 200
    assert answer.getheader("Server") is None
    assert "default-src 'none'" in answer.getheader("Content-Security-Policy")
    assert capfd.readouterr() == ("", "")


def test_waitress_is_interrupted_by_ctrl_c(monkeypatch):
    from dashboard import serve_waitress

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    listener = listener_on("127.0.0.1", 0)
    port = listener.getsockname()[1]
    monkeypatch.setattr(serve_waitress.TcpWSGIServer.asyncore, "loop", interrupted)
    told = []
    app = create_app(Settings(), DashboardServices())
    with pytest.raises(KeyboardInterrupt):
        serve_waitress.run_waitress(app.server, listener, lambda: told.append(port))
    assert told == [port]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_two_gigabytes_are_refused_before_they_are_read_by_waitress(in_thread):
    assert MOST_SENT < 2**31
    assert two_gigabytes(in_thread) == (413, text("en", "new_page.too_much"))


@pytest.mark.parametrize(
    ("told", "origin"),
    [
        ("https://meters.example", "https://meters.example"),
        (" https://Meters.Example:443/ ", "https://meters.example"),
        ("http://meters.example:8080", "http://meters.example:8080"),
        ("https://中国", "https://xn--fiqs8s"),  # as in IANA's root zone database
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_a_public_address_is_read_as_browsers_send_it(told, origin):
    assert public_url(told).origin == origin


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("meters.example", "serve.public_url"),
        ("ftp://meters.example", "serve.public_url"),
        ("https://", "serve.public_url"),
        ("https://user:secret@meters.example", "serve.public_url"),
        ("https://meters.example:99999", "serve.public_url"),
        ("https://meters.example/waterworks", "serve.public_url_path"),
        ("https://meters.example/?x=1", "serve.public_url_path"),
    ],
)
def test_what_is_no_public_address_is_refused_in_words(told, code):
    with pytest.raises(CompareKitError) as caught:
        public_url(told)
    assert caught.value.code == code
    for language in LANGUAGES:
        words = error_text(caught.value, language)
        assert "secret" not in words
        assert "example" in words or told in words


def test_json_of_a_callback_is_bounded_too():
    client = create_app(Settings(), DashboardServices()).server.test_client()
    sent = json.dumps({"x": "y" * 5_000_000})
    answer = client.post("/_dash-update-component", data=sent, content_type="application/json")
    assert (answer.status_code, answer.get_data(as_text=True)) == (413, text("zh", "new_page.too_much"))
