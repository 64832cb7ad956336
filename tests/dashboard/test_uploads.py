"""Who may send a form, and how much of it is kept."""

import pytest

from comparekit.i18n.catalog import text
from comparekit.ingest.protocol_file import list_protocols
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft_child import run_here
from comparekit.services.draft_desk import Desk
from comparekit.services.roles import LOCAL
from dashboard import uploads
from dashboard.app import create_app
from dashboard.settings import DashboardServices, Settings
from services.draft_forms import GOOD, HERE, Form, drafts, file, shown


@pytest.fixture
def client(store):
    services = DashboardServices(
        protocols=list_protocols,
        desk=Desk(database=store, run=run_here),
        cases=CaseDesk(database=store, run=run_here),
    )
    return create_app(Settings(), services).server.test_client()


def test_a_file_above_the_limit_is_not_kept_but_what_was_typed_is(client, store, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    answer = Form(client).send("read-files", title="五楼", log=file(b"1" * 200_000, "big.csv"))
    assert "big.csv" in shown(answer)
    assert 'value="五楼"' in answer.get_data(as_text=True)
    assert not any("content" in data for data in drafts(store))


def test_more_words_than_any_form_has_are_refused(client, monkeypatch):
    monkeypatch.setattr(uploads, "_MOST_WORDS", 1000)
    answer = Form(client).send("save", pasted="x" * 5000)
    assert answer.status_code == 413
    assert answer.get_data(as_text=True) == text("zh", "new_page.too_much")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:9999"},
    ],
)
def test_another_site_changes_nothing(client, store, headers):
    form = Form(client)
    answer = form.send("save", headers=headers, title="fremd")
    assert answer.status_code == 403
    saved = client.post(
        form.action.replace("/zh/new/", "/_draft/"),
        json={"title": "fremd"},
        headers={**headers, "X-Draft-Token": form.token},
    )
    assert saved.status_code == 403
    assert drafts(store) == []


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, HERE])
def test_without_its_token_a_form_is_not_kept_but_comes_back_filled_in(client, store, headers):
    form = Form(client)
    form.token = "0" * 64
    answer = form.send("read-pasted", headers=headers, pasted=GOOD, title="五楼")
    assert answer.status_code == 403
    assert text("zh", "new_page.stale") in shown(answer)
    assert 'value="五楼"' in answer.get_data(as_text=True)
    assert drafts(store) == []


def test_the_token_of_one_draft_opens_no_other(client, store):
    one, other = Form(client), Form(client)
    other.token = one.token
    assert other.send("save", title="x").status_code == 403
    assert drafts(store) == []


@pytest.mark.parametrize("sent", [b"[1, 2]", b"{", b'"x"', b""])
def test_what_is_no_draft_is_refused(client, store, sent):
    form = Form(client)
    path = form.action.replace("/zh/new/", "/_draft/")
    headers = {**HERE, "X-Draft-Token": form.token, "Content-Type": "application/json"}
    assert client.post(path, data=sent, headers=headers).status_code == 413
    assert drafts(store) == []


def test_who_may_not_import_makes_no_draft(store):
    from comparekit.services.roles import Actor

    services = DashboardServices(
        desk=Desk(database=store, run=run_here),
        cases=CaseDesk(database=store, run=run_here),
        actor=lambda: Actor("guest", "visitor"),
    )
    client = create_app(Settings(), services).server.test_client()
    assert client.get("/zh/new/abcdefghijklmnop").status_code == 403
    assert LOCAL.name not in str(drafts(store))
