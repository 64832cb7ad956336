"""What somebody hands in to do harm gets a sentence and leaves nothing behind."""

import io
import json
import os
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from comparekit.i18n.catalog import text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here, run_limited
from comparekit.services.draft_desk import Desk
from comparekit.store.chain import START
from comparekit.store.database import open_database
from comparekit.store.tables import EVENTS, FILES
from dashboard import uploads
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import HERE, Form, drafts, file, shown

GOOD = "抄表时间,旧表读数(m³),新表读数(m³)" + "".join(
    f"\n2025-05-{6 + k:02d} 09:00,{1204.317 + 0.6 * k:.3f},{3.052 + 0.6 * k:.3f}" for k in range(8)
)


@pytest.fixture
def store(tmp_path):
    database = open_database(tmp_path / "cases.sqlite3")
    yield database
    database.close()


def client_of(store, run):
    services = DashboardServices(
        protocols=list_protocols,
        desk=Desk(database=store, run=run),
        cases=CaseDesk(database=store, run=run),
    )
    return create_app(Settings(), services).server.test_client()


@pytest.fixture
def client(store):
    return client_of(store, run_here)


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """An empty folder for temporary files, still empty at the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


def left(store):
    """Bytes of files in drafts, and rows of files and events in the store."""
    with store.reading() as connection:
        files = connection.execute(select(FILES.c.sha256)).all()
        events = [row for row in connection.execute(select(EVENTS)).all() if row.hash != START]
    held = [json.loads(data) for data in drafts(store)]
    return [draft["name"] for draft in held if "content" in draft], files, events


def descendants():
    """Processes that come from this one (Linux)."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found, new = set(), {os.getpid()}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 4_000_000)
    return packed.getvalue()


def wide():
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.active.append([f"c{k}" for k in range(10_000)])
    book.save(written)
    return written.getvalue()


PROGRAM = (
    b"MZ\x90\x00\x03\x00\x00\x00\x04" + bytes(range(256)) * 40 + b"This program cannot be run in DOS mode"
)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("log.csv", PROGRAM, "file.binary"),
        ("log.xlsx", PROGRAM, "file.binary"),
        ("log.xlsx", wide(), "file.too_many_columns"),
    ],
)
def test_what_is_no_log_is_not_held(client, store, name, content, code):
    answer = Form(client).send("read-files", log=file(content, name))
    assert text("zh", f"input.fault.{code}", where="", limit=200).split("：", 1)[1] in shown(answer)
    assert left(store) == ([], [], [])


def test_a_bomb_costs_a_child_its_time_and_nobody_anything_else(store):
    run_limited(len, [])  # the process that children are split off from stays
    client, before = client_of(store, run_limited), descendants()
    answer = Form(client).send("read-files", log=file(bomb(), "log.xlsx"))
    told = text("zh", "input.fault.file.unpacked_too_large", where="", megabytes="\0").split("\0")
    assert all(part.lstrip("：") in shown(answer) for part in told)
    assert left(store) == ([], [], [])
    assert descendants() <= before


class Endless(io.RawIOBase):
    """A form with one file that never ends; counts what was taken of it."""

    taken = 0

    def __init__(self):
        self.begin = b'--x\r\nContent-Disposition: form-data; name="log"; filename="log.csv"\r\n\r\n'

    def readable(self):
        return True

    def readinto(self, room):
        part = (self.begin or b"1" * len(room))[: len(room)]
        self.begin = self.begin[len(part) :]
        room[: len(part)] = part
        self.taken += len(part)
        return len(part)


def test_a_body_of_no_announced_length_is_read_to_the_limit_and_no_further(client, store, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_SENT", 3_000_000)
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000_000)
    sent = Endless()
    answer = client.post(
        Form(client).action,
        content_type="multipart/form-data; boundary=x",
        headers=HERE | {"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input": sent, "wsgi.input_terminated": True},
    )
    assert (answer.status_code, answer.get_data(as_text=True)) == (413, text("zh", "new_page.too_much"))
    assert sent.taken <= 3_100_000
    assert drafts(store) == []
    assert left(store) == ([], [], [])


def test_a_formula_is_text_to_us_and_makes_no_case(client, store):
    """CWE-1236: what a spreadsheet would run on opening."""
    hostile = "=cmd|' /C calc'!A0"
    log = GOOD.replace("1204.917", hostile)
    assert hostile in log
    read = Form(client).send("read-files", log=file(log))
    assert hostile in shown(read)
    refused = Form(client, read.request.path).send("compare")
    assert hostile in shown(refused)
    assert left(store)[1:] == ([], [])
    Form(client, read.request.path).send("discard")
    assert drafts(store) == []


def test_a_name_and_titles_with_markup_are_words_on_every_page(client):
    image, script = '<img src=x onerror="alert(1)">', "<script>alert(2)</script>"
    log = GOOD.replace("(m³)\n", f"(m³),{script}\n").replace("052\n", "052,\"><b onclick='x'>\"\n")
    read = Form(client).send("read-files", log=file(log, f"../{image}.csv"), title=script)
    pages = [read.get_data(as_text=True)]
    case = Form(client, read.request.path).send("compare", follow=False).headers["Location"]
    pages += [client.get(case).get_data(as_text=True), client.get("/zh/cases").get_data(as_text=True)]
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "<b onclick" not in page
    assert "&lt;img src=x" in pages[0]
    assert "&lt;script&gt;alert(2)" in pages[0]
    original = client.get(f"/_original{case.removeprefix('/zh/case')}/2")
    assert original.headers["Content-Type"] == "application/octet-stream"
    assert original.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%3Cimg")
