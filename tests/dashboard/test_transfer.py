"""How answers travel: compressed, kept where an address names a version, with what is used of plotly.js."""

import gzip
import json
import re
from pathlib import Path

import pytest
from dash import html
from plotly.offline import get_plotlyjs_version

from dashboard import plotly_bundle
from dashboard.app import create_app
from dashboard.bodies import Bodies
from dashboard.pages.page import Page
from dashboard.settings import DashboardServices, Settings
from dashboard.transfer import Packed
from figures.series_cases import fast

ASSETS = Path(plotly_bundle.__file__).parent / "assets"
BUNDLE = ASSETS / plotly_bundle.ADDRESS.removeprefix("/assets/")
PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture(scope="module")
def client():
    services = DashboardServices(result=fast, story_names=lambda: ("fast_5_percent",), story=lambda _: fast())
    return create_app(Settings(), services).server.test_client()


def test_the_bundle_is_of_the_version_that_the_installed_plotly_carries():
    assert plotly_bundle.VERSION.split(".")[:2] == get_plotlyjs_version().split(".")[:2]
    head = BUNDLE.read_text(encoding="utf-8")[:200]
    assert f"plotly.js (basic - minified) v{plotly_bundle.VERSION}" in head
    assert "MIT License" in (BUNDLE.parent / "LICENSE").read_text(encoding="utf-8")


def test_a_document_with_a_graph_asks_for_the_bundle_early_and_no_other_does(client):
    told = f'<link rel="preload" as="script" href="{plotly_bundle.ADDRESS}">'
    assert told in client.get("/zh/story/fast_5_percent").get_data(as_text=True)
    assert plotly_bundle.ADDRESS not in re.sub(
        r"<script id=._dash-config.*?</script>", "", client.get("/zh/help").get_data(as_text=True)
    )


def test_the_renderer_is_told_of_the_bundle_and_of_nothing_larger(client):
    page = client.get("/zh/help").get_data(as_text=True)
    config = json.loads(re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', page)[1])
    assert (config["serve_locally"], config["plotlyjs_url"]) == (False, plotly_bundle.ADDRESS)


@pytest.mark.parametrize("path", [plotly_bundle.ADDRESS, "/zh/help", "/assets/page.css?m=1", "/_dash-layout"])
def test_what_consists_of_words_travels_compressed_to_who_can_read_that(client, path):
    plain, packed = client.get(path), client.get(path, headers=PACKED)
    if len(plain.data) < 1024:
        assert "Content-Encoding" not in packed.headers
        return
    assert packed.headers["Content-Encoding"] == "gzip"
    if not path.startswith("/zh/"):  # a document carries a token of its own
        assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_the_page_of_a_result_takes_little_of_a_phones_allowance(client):
    page = client.get("/zh/story/fast_5_percent").get_data(as_text=True)
    scripts = [*re.findall(r'<script src="([^"]+)"', page), plotly_bundle.ADDRESS]
    sent = sum(len(client.get(path, headers=PACKED).data) for path in scripts)
    assert 500_000 < sent < 1_100_000  # a lower bound, so that it cannot pass by finding no scripts


def test_browsers_keep_what_has_a_version_in_its_address(client):
    page = client.get("/zh/help").get_data(as_text=True)
    versioned = [*re.findall(r'(?:src|href)="(/(?:_dash-component-suites|assets)/[^"]+[?.][mv][^"]*)"', page)]
    assert len(versioned) > 10
    for path in (*versioned, plotly_bundle.ADDRESS):
        kept = client.get(path).cache_control
        assert (kept.max_age, kept.immutable, kept.no_cache) == (365 * 24 * 3600, True, None), path
    assert client.get("/assets/page.css").cache_control.no_cache
    assert not client.get("/zh/help").cache_control.max_age


def test_a_file_that_did_not_change_is_not_sent_again(client):
    first = client.get("/assets/page.css", headers=PACKED)
    again = client.get("/assets/page.css", headers=PACKED | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_compressed_answers_are_remembered_by_content_and_forgotten_in_turn():
    packed = Packed(most=60)
    first = packed.of(b"a" * 2000, 6)
    assert packed.of(b"a" * 2000, 6) is first
    packed.of(b"b" * 2000, 6)
    packed.of(b"c" * 2000, 6)
    assert packed.of(b"a" * 2000, 6) is not first
    assert gzip.decompress(first) == b"a" * 2000


def test_a_body_is_made_once_for_a_key_and_each_time_without_one():
    made = []

    def body():
        made.append(1)
        return html.Main(html.P("两只表"))

    bodies = Bodies()
    pages = [Page(title="", lead="", body=body, key="k") for _ in range(2)]
    assert bodies.of(pages[0]) is bodies.of(pages[1])
    words = {"type": "P", "namespace": "dash_html_components", "props": {"children": "两只表"}}
    assert bodies.of(pages[0])["props"]["children"] == words
    assert len(made) == 1
    for _ in range(2):
        bodies.of(Page(title="", lead="", body=body))
    assert len(made) == 3
