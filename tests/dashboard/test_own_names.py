"""Which names are answered to, and whom a proxy's word is taken for."""

import pytest
from flask import request

from dashboard.app import create_app
from dashboard.own_names import address_of, is_own_name
from dashboard.proxy import behind_proxy
from dashboard.public_url import public_url
from dashboard.settings import DashboardServices, Settings

HERE = ["localhost", "127.0.0.1", "::1"]
FOREIGN = ["evil.example", "", "192.0.2.77", "2001:db8::77", "localhost.evil.example"]


@pytest.mark.parametrize(
    ("settings", "own"),
    [
        ({}, []),
        ({"host": "meters.office"}, ["meters.office", "Meters.Office"]),
        ({"public_url": public_url("https://meters.example:8443")}, ["meters.example"]),
    ],
)
def test_own_names_are_answered_to_and_no_others(settings, own):
    told = Settings(**settings)
    assert all(is_own_name(name, told) for name in [*HERE, *own])
    assert not any(is_own_name(name, told) for name in [*FOREIGN, "0.0.0.0"])
    assert not any(is_own_name(name, Settings()) for name in own)


def test_listening_everywhere_means_the_addresses_of_this_machine():
    """127.0.0.0/8 and ::1 are the only ones every machine has; those of RFC 5737 and 3849 none has."""
    told = Settings(host="0.0.0.0")
    found = address_of("0.0.0.0", 8050).removeprefix("http://").removesuffix(":8050/")
    assert is_own_name(found, told)
    assert not any(is_own_name(name, told) for name in [*FOREIGN, "0.0.0.0", "::", "224.0.0.1"])


def test_an_address_can_be_opened():
    assert address_of("127.0.0.1", 80) == "http://127.0.0.1:80/"
    assert address_of("::1", 8050) == "http://[::1]:8050/"


@pytest.mark.parametrize("host", ["a@b", "[", "[::1", "evil.example:8050", "x y"])
def test_a_name_nobody_can_read_is_not_ours(host):
    client = create_app(Settings(), DashboardServices()).server.test_client()
    assert client.get("/zh/help", headers={"Host": host}).status_code == 421


def seen(peer, **headers):
    """Source and scheme as the app sees them."""
    app = create_app(Settings(), DashboardServices()).server
    told = []

    def look(environ, start_response):
        with app.request_context(environ):
            told.append((request.remote_addr, request.scheme))
        return []

    environ = app.test_request_context(
        "/", headers=headers, environ_base={"REMOTE_ADDR": peer}
    ).request.environ
    behind_proxy(look)(environ, None)
    return told[0]


@pytest.mark.parametrize(
    ("entries", "source"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", "198.51.100.7"),  # the first one was told by the visitor himself
        ("198.51.100.7:4711", "198.51.100.7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("nobody", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_a_proxy_on_this_machine_is_believed_what_it_added(entries, source):
    headers = {"X-Forwarded-For": entries, "X-Forwarded-Proto": "http, https"}
    assert seen("127.0.0.1", **headers) == (source, "https")


def test_nobody_else_is_believed():
    headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    assert seen("198.51.100.7", **headers) == ("198.51.100.7", "http")
