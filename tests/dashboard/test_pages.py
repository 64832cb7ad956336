"""Home, stories and rules: every link leads to a page, and nothing is offered that is not there."""

import json
from functools import lru_cache

import pytest
from markupsafe import escape

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.stories import run_story, story_names
from comparekit.studies.why import has_other_methods
from comparekit.wording.verdict import headline
from dashboard.app import create_app
from dashboard.place import Place, place_of
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import page

STORY = lru_cache(32)(run_story)
SERVICES = DashboardServices(story_names=story_names, story=STORY, protocols=lru_cache(1)(list_protocols))


@pytest.fixture(scope="module")
def app():
    return create_app(Settings(), SERVICES)


@pytest.fixture(scope="module")
def client(app):
    return app.server.test_client()


def links(value):
    if isinstance(value, dict):
        if "href" in value:
            yield value["href"].partition("#")[0]
        for item in value.values():
            yield from links(item)
    elif isinstance(value, list):
        for item in value:
            yield from links(item)


@pytest.mark.slow
def test_every_link_on_every_page_leads_to_a_page(client):
    seen, waiting, reports = set(), ["/zh/", "/en/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        assert client.get(path).status_code == 200, path
        # A report is no page, and takes a moment to make: see test_case_ways.
        waiting += [link for link in links(page(client, path)) if link not in (*seen, *reports)]
        reports |= {link for link in waiting if link.endswith("/report.html")}
        waiting = [link for link in waiting if link not in reports]
    stories = {Place(language, ("story", name)).path for language in LANGUAGES for name in story_names()}
    rules = {Place(language, ("protocols", p.id)).path for language in LANGUAGES for p in list_protocols()}
    whys = {
        Place(language, ("why", "story", name)).path
        for language in LANGUAGES
        for name in story_names()
        if has_other_methods(STORY(name))
    }
    alone = {
        f"/{language}/{page}" for language in LANGUAGES for page in ("", "protocols", "tools", "why", "help")
    }
    meetings = {f"{story}/present" for story in stories}
    assert seen - meetings == alone | stories | rules | whys
    assert reports == {f"{story}/report.html" for story in stories}


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_shows_every_story_with_its_verdict(client, language):
    shown = json.dumps(page(client, f"/{language}/"), ensure_ascii=False)
    for name in story_names():
        assert text(language, f"dashboard.story.{name}") in shown
        assert json.dumps(headline(STORY(name), language), ensure_ascii=False)[1:-1] in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", story_names())
def test_a_story_opens_in_its_language_with_its_verdict_as_title(client, language, name):
    page = client.get(f"/{language}/story/{name}").get_data(as_text=True)
    assert f"<title>{escape(headline(STORY(name), language))}</title>" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_protocol_says_its_certainty_on_the_page(client, language):
    shown = json.dumps(page(client, f"/{language}/protocols/water-series-7d"), ensure_ascii=False)
    assert text(language, "report.certainty.unconfirmed") in shown


@pytest.mark.parametrize(
    "path", ["/zh/story/none", "/zh/story", "/zh/protocols/x", "/zh/protocols/a/b", "/en/cases"]
)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_an_address_without_a_language_goes_to_the_visitors_own(client):
    answer = client.get("/story/rollover", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/story/rollover")


def test_places_and_paths_are_two_ways_of_saying_the_same():
    for place in (Place("zh"), Place("en", ("case", "2026-000001")), Place("zh", ("a b", "名"))):
        assert place_of(place.path, "zh") == place


def test_an_address_in_chinese_is_no_endless_redirect(client):
    assert client.get(Place("zh", ("story", "名")).path).status_code == 404
    assert client.get("/zh/protocols/water-series-7d").status_code == 200
