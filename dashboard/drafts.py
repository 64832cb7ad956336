"""The addresses behind a new comparison: forms come in, pages go out."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from dash.development.base_component import Component
from flask import Flask, Request, Response, current_app, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from comparekit.errors import CompareKitError, Fault, FaultyInput
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.services.draft import Draft, is_key, new_key, typed_rows
from comparekit.services.draft_desk import Desk
from comparekit.wording.errors import error_text
from dashboard.components.entry import UNITS
from dashboard.components.kept import kept_section, saved_note
from dashboard.drafts_acts import Sent, act_on, entered, entered_words
from dashboard.drafts_document import document
from dashboard.pages import new, preview
from dashboard.place import Place, place_of
from dashboard.settings import DashboardServices, Settings
from dashboard.uploads import OWN_ORIGIN, Upload, form_token, is_from_here, is_token, read_upload

_MOST_SAVED = 4 * 1024**2  # bytes of one saving of what was typed
_SAVED = "saved"  # asked for after saving
_TOKEN_HEADER = "X-Draft-Token"


def register(server: Flask, services: DashboardServices, settings: Settings) -> None:
    """Serve ``/zh/new``, ``/zh/new/KEY``, ``/zh/case/ID/add`` and the saving of what is typed.

    Parameters
    ----------
    server : Flask
        The server of the app. `dashboard.addresses` lets these paths through because there is a page there.
    services : DashboardServices
        With a `desk`; without one nothing is served.
    settings : Settings
        Language of what has none in its address.
    """
    if services.desk is None:
        return
    desk = services.desk
    with suppress(CompareKitError):  # a store in trouble says so where it is asked for something
        desk.forget_old()

    @server.errorhandler(CompareKitError)
    def tell(error: CompareKitError) -> AnyResponse:
        status = {"role.forbidden": 403, "case.unknown": 404}.get(error.code, 503)
        return _refused(trouble(error, place_of(request.path, settings.language).language), status)

    @server.get("/<language>/new")
    def start(language: str) -> AnyResponse:
        return _page(desk, services, Draft(key=new_key()), Place(language, (new.HOME,)))

    @server.get("/<language>/case/<case_id>/add")
    def start_more(language: str, case_id: str) -> AnyResponse:
        place = Place(language, ("case", case_id, "add"))
        draft = Draft(key=new_key(), case_id=case_id)
        typed = desk.typed_before(services.actor(), case_id)
        if typed is not None and typed.unit in UNITS:  # the rows so far are there to be gone on with
            draft = replace(
                draft,
                rows=typed_rows(typed.rows),
                unit=typed.unit,
                numbers=typed.numbers,
                zero_test=typed.zero_test,
            )
        return _page(desk, services, draft, place)

    @server.get("/<language>/new/<key>")
    def show(language: str, key: str) -> AnyResponse:
        found = desk.find(services.actor(), key)
        notes = () if found is not None else (text(language, "new_page.gone"),)
        place = Place(language, (new.HOME, key))
        saved = found is not None and _SAVED in request.args
        return _page(desk, services, found or Draft(key=new_key()), place, notes, saved=saved)

    @server.post("/<language>/new/<key>")
    def receive(language: str, key: str) -> AnyResponse:
        return _receive(desk, services, language, key)

    @server.post("/_draft/<key>/discard/<language>")
    def discard(key: str, language: str) -> AnyResponse:
        return _discard(desk, services, language, key)

    @server.post("/_draft/<key>")
    def save(key: str) -> AnyResponse:
        return _save(desk, services, key)


def _page(
    desk: Desk,
    services: DashboardServices,
    draft: Draft,
    place: Place,
    notes: tuple[str, ...] = (),
    status: int = 200,
    *,
    saved: bool = False,
) -> Response:
    """The page of a draft: what was understood once something was read, else the ways to enter it."""
    actor, language = services.actor(), place.language
    token = form_token(desk.secret(), services.form_owner(), draft.key)
    above: list[Component] = []
    if saved:
        origin = current_app.config.get(OWN_ORIGIN) or request.host_url.rstrip("/")
        above = [saved_note(draft, origin + place.path, language)]
    understood = None
    if draft.source:
        try:
            understood = desk.preview(actor, draft)
        except CompareKitError as error:
            notes = (*notes, trouble(error, language))
            if draft.accept:  # what was accepted may no longer be a suggestion: it must not lock the draft
                return _page(desk, services, replace(draft, accept=()), place, notes, status)
    if understood is None:
        others = [one for one in services.drafts() if one.draft.key != draft.key]
        below = kept_section(others, services.draft_token, language)
        content = new.view(draft, token, language, notes=notes, above=above, below=below)
        title = "new_page.title_add" if draft.case_id else "new_page.title"
        return document(content, place, services, title, status)
    protocols = services.protocols() if services.protocols is not None else ()
    content = preview.view(draft, understood, token, language, protocols, notes=notes, above=above)
    return document(content, place, services, "new_page.preview.title", status)


def _receive(desk: Desk, services: DashboardServices, language: str, key: str) -> AnyResponse:
    if not is_from_here(request):
        return _refused(text(language, "new_page.not_from_here"))
    try:
        upload = read_upload(request)
    except RequestEntityTooLarge:
        return _refused(text(language, "new_page.too_much"), 413)
    return _answer(desk, services, upload, Place(language, (new.HOME, key)))


def _answer(desk: Desk, services: DashboardServices, upload: Upload, place: Place) -> AnyResponse:
    """Do what a form asks for; whatever happens, what was typed comes back."""
    language, key = place.language, place.parts[-1]
    actor = services.actor()
    held = desk.find(actor, key) or Draft(key=key)
    try:
        draft = entered(held, upload.words)
    except CompareKitError as error:
        return _page(desk, services, held, place, (trouble(error, language),), 422)
    if not is_token(upload.words.get("token", ""), desk.secret(), services.form_owner(), key):
        # Nothing is kept, but nothing typed is lost either: it comes back with a token that holds.
        return _page(desk, services, draft, place, (text(language, "new_page.stale"),), 403)
    try:
        target = act_on(desk, actor, draft, Sent(upload=upload, language=language))
    except FaultyInput as error:
        draft = desk.keep(actor, replace(draft, refused=error.faults))
        return redirect(place.path, code=303)
    except CompareKitError as error:
        desk.keep(actor, replace(draft, refused=()))
        return _page(desk, services, draft, place, (trouble(error, language),), 422)
    asked = f"?{_SAVED}" if upload.words.get("act") == "save" and not upload.files else ""
    return redirect(target.path + asked, code=303)


def _discard(desk: Desk, services: DashboardServices, language: str, key: str) -> AnyResponse:
    """Forget a draft of the list, and show the list again."""
    place = Place(language if language in LANGUAGES else "zh", (new.HOME,))
    told = request.form.get("token", "")
    if not is_from_here(request) or not is_key(key):
        return _refused(text(place.language, "new_page.not_from_here"))
    if not is_token(told, desk.secret(), services.form_owner(), key):
        return _refused(text(place.language, "new_page.stale_list"))
    desk.forget(services.actor(), key)
    return redirect(place.path, code=303)


def _save(desk: Desk, services: DashboardServices, key: str) -> AnyResponse:
    """Keep what is typed while it is typed."""
    told = request.headers.get(_TOKEN_HEADER, "")
    actor, owner = services.actor(), services.form_owner()
    if not is_key(key) or not is_from_here(request) or not is_token(told, desk.secret(), owner, key):
        return _refused("")
    words = _json(request)
    if words is None:
        return _refused("", 413)
    try:
        desk.keep(actor, entered_words(desk.find(actor, key) or Draft(key=key), words))
    except CompareKitError:
        return _refused("", 422)
    return Response("{}", status=200, content_type="application/json")


def _json(asked: Request) -> dict[str, str] | None:
    if (asked.content_length or 0) > _MOST_SAVED:
        return None
    found = asked.get_json(silent=True)
    if not isinstance(found, dict):
        return None
    return {str(name): value for name, value in found.items() if isinstance(value, str)}


def trouble(error: CompareKitError, language: str) -> str:
    """What went wrong, in words."""
    if isinstance(error, FaultyInput):
        return error_text(error, language)
    if error.code.startswith("draft."):
        return new.trouble_text(Fault(code=error.code, context=dict(error.context)), language)
    return error_text(error, language)


def _refused(words: str, status: int = 403) -> Response:
    return Response(words, status=status, content_type="text/plain; charset=utf-8")
