import json

import pytest
from flask.testing import FlaskClient

from comparekit.i18n.catalog import text
from comparekit.wording.verdict import headline
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings
from figures.series_cases import fast, identical
from services.draft_forms import page as asked_for


def client(language: str = "zh") -> FlaskClient:
    app = create_app(Settings(language=language), DashboardServices(result=fast))
    made: FlaskClient = app.server.test_client()
    return made


@pytest.mark.parametrize(
    ("accepted", "target"),
    [
        (None, "/zh/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "/zh/"),
        ("zh-Hans-CN", "/zh/"),
        ("fr,de;q=0.8", "/zh/"),
        ("fr,en;q=0.5", "/en/"),
        ("en;q=0.3,zh;q=0.7", "/zh/"),
    ],
)
def test_the_bare_address_leads_to_the_visitors_language(accepted: str | None, target: str) -> None:
    answer = client().get("/", headers={"Accept-Language": accepted} if accepted else {})
    assert answer.status_code == 302
    assert answer.headers["Location"] == target
    assert answer.headers["Vary"] == "Accept-Language"


def test_the_default_language_is_a_setting() -> None:
    assert client("en").get("/").headers["Location"] == "/en/"


def test_a_language_without_its_slash_is_sent_on() -> None:
    assert client().get("/en").headers["Location"] == "/en/"


@pytest.mark.parametrize(("address", "tag", "language"), [("/zh/", "zh-CN", "zh"), ("/en/", "en", "en")])
def test_the_document_carries_language_and_verdict_before_any_script(
    address: str, tag: str, language: str
) -> None:
    page = client().get(address).get_data(as_text=True)
    assert f'<html lang="{tag}">' in page
    assert f"<title>{headline(fast(), language)}</title>" in page
    assert "<noscript><h1>" in page


@pytest.mark.parametrize("address", ["/cases", "/zh/plan", "/fr/", "/zh/../etc"])
def test_where_no_page_is_there_is_none(address: str) -> None:
    answer = client().get(address)
    assert answer.status_code == 404
    assert "/zh/" in answer.get_data(as_text=True)


def test_the_policy_allows_own_files_only() -> None:
    answer = client().get("/zh/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'sha256-" in scripts
    assert "http:" not in policy
    assert "https:" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_document_names_no_other_host() -> None:
    page = client().get("/zh/").get_data(as_text=True)
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_two_apps_do_not_share_their_result() -> None:
    one = create_app(Settings(), DashboardServices(result=fast))
    other = create_app(Settings(), DashboardServices(result=identical))
    titles = [app.server.test_client().get("/zh/").get_data(as_text=True) for app in (one, other)]
    assert headline(fast(), "zh") in titles[0]
    assert headline(identical(), "zh") in titles[1]


def test_the_page_is_filled_in_the_language_of_its_address() -> None:
    page = asked_for(client(), "/en/")
    assert page["lang"] == "en"
    assert page["data-title"] == headline(fast(), "en")
    assert text("en", "dashboard.check.title") in json.dumps(page["children"], ensure_ascii=False)


def test_settings_refuse_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="language"):
        Settings(language="fr")
    with pytest.raises(ValueError, match="port"):
        Settings(port=70000)


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:8050", 200), ("[::1]:8050", 200), ("evil.example:8050", 421), ("", 421)],
)
def test_only_the_names_of_this_machine_are_answered_to(host: str, status: int) -> None:
    """Against DNS rebinding: a foreign name that leads here may not read anybody's case."""
    assert client().get("/zh/", headers={"Host": host}).status_code == status
