"""A real browser on a real server, cut off from every other host."""

from __future__ import annotations

import os
import shutil
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from browser.in_thread import server_for
from comparekit.studies.series_result import SeriesResult
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no name leads anywhere
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests are skipped in one line, on CI they fail."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("browser tests need Chromium: none on the path")
        warnings.warn("browser tests skipped: no Chromium on the path", stacklevel=1)
        pytest.skip("no Chromium on the path")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def serve() -> Iterator[Callable[[SeriesResult], str]]:
    """Serves a result; gives the address of its server."""
    servers = []

    def start(result: SeriesResult) -> str:
        server = server_for(create_app(Settings(), DashboardServices(result=lambda: result)), "127.0.0.1", 0)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@dataclass
class Visit:
    """A page, what its console complained about, and which other hosts it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens an address in a fresh window that reaches this machine only, and checks it at the end."""
    visits: list[tuple[Visit, Callable[[], None]]] = []

    def open_page(address: str, width: int = 1280, height: int = 900, **context: object) -> Visit:
        window = browser.new_context(viewport={"width": width, "height": height}, **context)  # type: ignore[arg-type]
        made = Visit(page=window.new_page())

        def listen(asked: Request) -> None:
            if not asked.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
                made.outside.append(asked.url)

        made.page.on("request", listen)  # a route would ask us at every request, and keep nothing
        made.page.on(
            "console", lambda m: made.complaints.append(m.text) if m.type in ("error", "warning") else None
        )
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.goto(address)
        visits.append((made, window.close))
        return made

    yield open_page
    for made, close in visits:
        close()
        assert made.outside == []
        assert made.complaints == []
