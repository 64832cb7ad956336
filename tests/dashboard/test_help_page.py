"""Help, tools and the menu: what is offered exists, and the commands it names work."""

import re
from dataclasses import replace

import pytest

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.ingest.templates import KINDS
from comparekit.services.case_view import CaseDesk
from comparekit.services.open_day import open_day
from comparekit.services.plan import plan_series
from comparekit.services.replacement_desk import ReplacementDesk
from comparekit.services.stories import run_story, story_names
from comparekit.store.database import open_database
from dashboard.app import create_app
from dashboard.pages import help, tools
from dashboard.place import Place
from dashboard.settings import DashboardServices, Settings
from dashboard.shell import frame

ALL = DashboardServices(
    story_names=story_names, story=run_story, protocols=list_protocols, plan=plan_series, open_day=open_day
)
NONE = DashboardServices(result=lambda: run_story("rollover"))


def ways(place, services):
    header = frame(None, place, services)[0]
    nav = next((c for c in header.children if getattr(c, "className", "") == "ways"), None)
    return [] if nav is None else nav.children


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_has_three_ways_and_marks_the_one_people_are_on(language):
    for parts, marked in (
        ((), 0),
        (("story", "rollover"), 0),
        (("plan",), 1),
        (("why",), 1),
        (("protocols",), 2),
    ):
        spans = ways(Place(language, parts), ALL)
        assert [hasattr(span, "aria-current") for span in spans] == [k == marked for k in range(3)]
    assert not any(hasattr(span, "aria-current") for span in ways(Place(language, ("help",)), ALL))


def test_where_there_is_one_page_there_is_no_menu():
    assert ways(Place("zh"), NONE) == []
    assert tools.page(Place("zh", ("tools",)), NONE) is None


def test_every_tool_that_is_offered_is_there(tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    cases = CaseDesk(database=database)
    everything = replace(ALL, replacements=ReplacementDesk(database=database, cases=cases))
    client = create_app(Settings(), everything).server.test_client()
    assert len(tools.offered(everything)) == len(tools.TOOLS)
    for tool in tools.offered(everything):
        assert client.get(Place("zh", tool.parts).path).status_code == 200
    database.close()


def test_help_is_there_even_for_a_single_result():
    client = create_app(Settings(), NONE).server.test_client()
    assert text("en", "help.title") in client.get("/en/help").get_data(as_text=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_are_templates_to_take_help_links_them_and_names_no_command(language, tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    client = create_app(Settings(), replace(ALL, cases=CaseDesk(database=database))).server.test_client()
    shown = str(help.view(language, files=True))
    linked = set(re.findall(r"/_template/[^']+", shown))
    assert len(linked) == 2 * len(KINDS) + 1
    assert {client.get(path).status_code for path in linked} == {200}
    assert "comparekit sample" not in shown
    assert "comparekit sample" in str(help.view(language))
    database.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_named_are_those_of_the_templates(language):
    named = [
        re.match(r"comparekit sample (\S+) --out \S+$", text(language, f"help.formats.command.{key}")).group(
            1
        )
        for key in ("wide", "long", "meters")
    ]
    assert named == [*KINDS, "meters"]
