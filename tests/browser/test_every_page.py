"""Every kind of page, in both languages, on a phone and on a screen: what holds for all of them.

One walk a page: nothing in the console, nothing asked of other hosts, no sideways scrolling, the document's
language, a switch that keeps the place; and axe-core finds nothing serious in it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.in_thread import server_for
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.open_day import open_day
from comparekit.services.plan import plan_series
from comparekit.services.replacement_desk import ReplacementDesk
from comparekit.services.sign_in_desk import SignInDesk
from comparekit.services.stories import (
    REPLACEMENT,
    run_replacement_story,
    run_story,
    story_log,
    story_names,
)
from comparekit.services.story_series import series_of_story
from comparekit.store.database import open_database
from dashboard.addresses import TAGS
from dashboard.app import PAGES, create_app
from dashboard.pages import series, sign_in, take_away
from dashboard.place import place_of
from dashboard.public_url import public_url
from dashboard.settings import DashboardServices, Settings
from reporting.pages import page_of
from services.draft_forms import Form, Study, file

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SCREEN = {"viewport": {"width": 1280, "height": 900}}
OFFICE = "https://meters.example"

#: What is to be seen before a page is complete, where that is more than its heading.
COMPLETE = {
    "story": "main .js-plotly-plot .main-svg",
    "case-official": "main .js-plotly-plot .main-svg",
    "story-present": "main.present[data-frame]",
    "case-present": "main.present[data-frame]",
    "study-present": "main.present[data-frame]",
    "plan": ".plan-done",
    "bench": "[data-act=open]:enabled",
}
KINDS = (
    *("home", "story", "story-present", "why", "why-month", "plan", "bench", "board", "tools", "help"),
    *("rules", "rule"),
    *("new", "new-understood", "new-faults", "cases", "cases-found", "case", "case-official"),
    *("study", "study-present", "replacement-result"),
    *("case-technician", "case-rows", "case-present", "case-add", "missing", "sign-in", "report"),
)

#: Laid out otherwise on a screen than on a phone; the others are one column, or laid out as one of these.
WIDE = ("home", "story", "story-present", "why", "plan", "bench", "new-understood", "case-technician")
HTML = "text/html; charset=utf-8"

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter(v => v.impact === 'serious' || v.impact === 'critical')
    .map(v => `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(n => n.target.join(' ')
        + ' ' + n.html.slice(0, 120) + ' ' + (n.any[0] ? n.any[0].message : '')).join(' | '))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Elements that reach over the right side; what is only there to be read aloud does not count.
BEYOND = """[...document.querySelectorAll('body *')]
    .filter(e => e.checkVisibility() && !e.closest('svg') && !e.closest('.hidden')
        && !e.closest('.stacked thead, .days thead') && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 90))"""


@dataclass(frozen=True)
class Site:
    """A server with stories, tools, a case and two drafts; addresses without language by their names."""

    root: str
    paths: dict[str, str]
    written: dict[tuple[str, str], str]  # documents that are not asked of this server: kind, language
    services: DashboardServices

    @property
    def written_kinds(self) -> set[str]:
        return {kind for kind, _ in self.written}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    database = open_database(tmp_path_factory.mktemp("site") / "cases.sqlite3")
    cases = CaseDesk(database=database, run=run_here)
    services = DashboardServices(
        story_names=story_names,
        story=lru_cache(32)(run_story),
        protocols=lru_cache(1)(list_protocols),
        plan=plan_series,
        open_day=open_day,
        desk=Desk(database=database, run=run_here),
        cases=cases,
        replacements=ReplacementDesk(database=database, cases=cases, run=run_here),
        studies=lambda: story_names(REPLACEMENT),
        study=lru_cache(8)(run_replacement_story),
        study_series=lru_cache(8)(series_of_story),
    )
    app = create_app(Settings(), services)
    client = app.server.test_client()

    def draft(log: str | bytes) -> str:
        """Address of a draft with a file that was read."""
        content, name = (log, "log.csv") if isinstance(log, bytes) else _story(log)
        return str(Form(client).send("read-files", log=file(content, name)).request.path)

    case = Form(client, draft("fast_5_percent")).send("compare", follow=False).headers["Location"]
    faults = "时间,旧表读数,新表读数\n昨天,12.x,1\n2025-05-06 09:00,1,2\n2025-05-05 09:00,0.5,q".encode()
    bills = story_log("huangyan_bills")
    study = Study(client).send(usage=file(bills.read_bytes(), bills.name), replaced="2025-04-01")
    full = {
        "study": "/zh/story/new_tenant",
        "study-present": "/zh/story/huangyan_bills_and_series/present",
        "replacement-result": str(study.request.path),
        "home": "/zh/",
        "story": "/zh/story/certificate_on_the_bench",
        "story-present": "/zh/story/huangyan_7_days/present",
        "board": "/zh/bench/board?water=23,0&electricity=14,1",
        "bench": "/zh/bench?old=fast&new=good&home=family&step=0.001&days=7&seed=7",
        "why-month": "/zh/why/story/two_good_meters_30_days",
        "rules": "/zh/protocols",
        "rule": "/zh/protocols/water-series-7d",
        "new-understood": draft("stairwell_log"),
        "new-faults": draft(faults),
        "cases-found": f"/zh/cases/{b'2'.hex()}",
        "case": case,
        "case-rows": f"{case}/technician/rows/1/1",
        **{f"case-{view}": f"{case}/{view}" for view in ("official", "technician", "present", "add")},
        "missing": "/zh/nothing/here",
    }
    full |= {kind: f"/zh/{kind}" for kind in KINDS if kind not in full}
    guarded = create_app(
        Settings(public_url=public_url(OFFICE)),
        DashboardServices(sign_in=SignInDesk(database=database), protocols=list_protocols),
    ).server.test_client()
    written = {}
    for language in TAGS:
        answer = guarded.get(f"/{language}/sign-in", base_url=OFFICE)
        written["sign-in", language] = answer.get_data(as_text=True)
        written["report", language] = page_of("huangyan_7_days", language)
    server = server_for(app, "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    paths = {kind: path.removeprefix("/zh") for kind, path in full.items()}
    yield Site(f"http://127.0.0.1:{server.port}", paths, written, services)
    server.shutdown()
    server.server_close()
    database.close()


def _story(name: str) -> tuple[bytes, str]:
    log = story_log(name)
    return log.read_bytes(), log.name


class Windows:
    """A window a size for all pages: what a browser keeps, it keeps, as a visitor's would."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser, self._site = browser, site
        self._pages: dict[bool, Page] = {}
        self._complaints: list[str] = []

    @contextmanager
    def of(self, size: dict[str, Any]) -> Iterator[tuple[Page, list[str]]]:
        """The window of a size, and what it complains of from now on."""
        name = "is_mobile" in size
        if name not in self._pages:
            self._pages[name] = self._opened(size)
        self._complaints.clear()
        yield self._pages[name], self._complaints

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()

    def _opened(self, size: dict[str, Any]) -> Page:
        context = self._browser.new_context(**size)
        context.set_default_timeout(10_000)
        # Files are let through without a look: a route turns off what the browser keeps.
        page, told = context.new_page(), self._complaints
        for (kind, language), document in self._site.written.items():
            address = f"{self._site.root}/{language}/{kind}"
            page.route(address, lambda route, _, body=document: route.fulfill(body=body, content_type=HTML))
        page.on("console", lambda m: told.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda asked: told.append(asked.url) if not self._may(asked.url) else None)
        return page

    def _may(self, url: str) -> bool:
        """Ours only, and never the whole of plotly.js."""
        return url.startswith((self._site.root, "data:", "blob:")) and "/plotly.min" not in url


@pytest.fixture(scope="module")
def windows(browser: Browser, site: Site) -> Iterator[Windows]:
    opened = Windows(browser, site)
    yield opened
    opened.close()


def open_all(page: Page, kind: str) -> None:
    """Wait until the page is complete, then open whatever can be opened."""
    expect(page.locator("h1:visible, h2:visible").first).to_be_visible(timeout=20_000)
    if kind in COMPLETE:
        expect(page.locator(COMPLETE[kind]).first).to_be_attached(timeout=20_000)
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")


def check(page: Page, kind: str, language: str) -> None:
    """What holds for every page."""
    open_all(page, kind)
    expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
    assert page.title()
    if page.viewport_size == PHONE["viewport"]:
        assert page.evaluate(SIDEWAYS) == 0
        assert page.evaluate(BEYOND) == []


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps somebody from using the page."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(SERIOUS)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_whole_and_open_to_everybody_on_a_phone(site: Site, windows: Windows, kind: str) -> None:
    with windows.of(PHONE) as (page, complaints):
        page.goto(f"{site.root}/zh{site.paths[kind]}")
        check(page, kind, "zh")
        there = f"{site.root}/en{site.paths[kind]}"
        if kind in site.written_kinds:
            page.goto(there)
        else:
            page.get_by_role("link", name="English").click()
            expect(page).to_have_url(re.compile(rf"^{re.escape(there)}(#1)?$"))
            expect(page.locator("html")).to_have_attribute("lang", "en", timeout=20_000)
        check(page, kind, "en")
        assert serious(page) == []
        assert [told for told in complaints if kind != "missing" or "404" not in told] == []


@pytest.mark.parametrize("kind", WIDE)
def test_a_page_is_open_to_everybody_on_a_screen(site: Site, windows: Windows, kind: str) -> None:
    with windows.of(SCREEN) as (page, complaints):
        page.goto(f"{site.root}/zh{site.paths[kind]}")
        check(page, kind, "zh")
        assert serious(page) == []
        assert complaints == []


@pytest.mark.parametrize("kind", ["case", "case-official", "case-technician"])
def test_the_scripts_of_a_case_weigh_little(site: Site, browser: Browser, kind: str) -> None:
    context = browser.new_context(**PHONE)
    page, scripts, sent = context.new_page(), set(), []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.responseReceived", lambda e: e["type"] == "Script" and scripts.add(e["requestId"]))
    network.on("Network.loadingFinished", lambda e: sent.append((e["requestId"], e["encodedDataLength"])))
    page.goto(f"{site.root}/zh{site.paths[kind]}")
    open_all(page, kind)
    page.wait_for_load_state("networkidle")
    weight = sum(size for request, size in sent if request in scripts)
    context.close()
    assert len(scripts) > 10
    assert weight < (1_100_000 if kind == "case-official" else 400_000)  # bytes; only there is plotly.js


def test_axe_sees_what_is_wrong(site: Site, windows: Windows) -> None:
    with windows.of(PHONE) as (page, _):
        page.goto(f"{site.root}/zh/help")
        check(page, "help", "zh")
        page.evaluate("document.querySelector('h1').style.color = '#ccc'")
        assert [told.partition(":")[0] for told in serious(page)] == ["color-contrast"]


def test_every_kind_of_page_is_walked(site: Site) -> None:
    """Whoever adds a page adds it to this walk."""
    places = [place_of(f"/zh{path.partition('?')[0]}", "zh") for path in site.paths.values()]
    elsewhere = {series.first_page, sign_in.page, take_away.page}  # a story's page; written above
    for make in set(PAGES) - elsewhere:
        assert any(make(place, site.services) for place in places), make.__module__
