"""The addresses behind a study before and after a replacement: forms come in, pages go out.

What was entered is kept on the server under a key nobody can guess, like a draft of a comparison: the
result has an address, a reload shows it again, and the browser keeps nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from comparekit.errors import CompareKitError, Fault, FaultyInput
from comparekit.i18n.catalog import text
from comparekit.readings.moments import in_zone
from comparekit.services.case_look import GivenFile
from comparekit.services.draft import new_key
from comparekit.services.replacement_desk import PARTS, ReplacementDesk
from comparekit.services.replacement_draft import (
    MOST_TEXT,
    ReplacementDraft,
    bill_rows,
    known_plates,
    known_words,
)
from comparekit.services.report import study_page
from comparekit.services.roles import Act, require
from comparekit.studies.replacement_result import ReplacementResult
from dashboard.components.case_acts import REPORT
from dashboard.components.case_study import INTO, TITLE
from dashboard.components.replacement_trouble import error_words, fault_words
from dashboard.pages.replacement import HOME, view
from dashboard.place import Place
from dashboard.plain_document import plain_document
from dashboard.settings import DashboardServices
from dashboard.shell import frame
from dashboard.take_away import report_file
from dashboard.uploads import MOST_BYTES, Upload, form_token, is_from_here, is_token, read_upload

_CELL = re.compile(r"rows\.(\d{1,3})\.(start|end|amount|volume)")
_CELLS = ("start", "end", "amount", "volume")
_FEWEST, _MORE = 6, 4  # rows of the form, and more of them when asked for
_CASES = 40  # to choose from


def register(server: Flask, services: DashboardServices) -> None:
    """Serve ``/zh/replacement`` and ``/zh/replacement/KEY``; nothing without a desk for studies."""
    if services.replacements is None:
        return
    desk = services.replacements

    @server.get(f"/<language>/{HOME}")
    def begin_study(language: str) -> AnyResponse:
        require(services.actor(), Act.IMPORT)
        chosen = known_words({"case_id": request.args.get("case", "")})
        draft = ReplacementDraft(key=new_key(), **chosen)
        return _page(desk, services, draft, Place(language, (HOME,)))

    @server.get(f"/<language>/{HOME}/<key>")
    def show_study(language: str, key: str) -> AnyResponse:
        found = desk.find(services.actor(), key)
        place = Place(language, (HOME, key))
        if found is None:
            note = text(language, "replacement_page.gone")
            return _page(desk, services, ReplacementDraft(key=new_key()), place, (note,), 404)
        return _page(desk, services, found, place)

    @server.get(f"/<language>/{HOME}/<key>/{REPORT}")
    def study_report(language: str, key: str) -> AnyResponse:
        draft = desk.find(services.actor(), key)
        try:
            result = desk.study(services.actor(), draft, language) if draft and draft.source else None
        except CompareKitError:
            result = None  # what is wrong is told on the page itself
        if result is None:
            return redirect(Place(language, (HOME, key)).path, code=303)
        day = in_zone(result.replaced, result.usage.timezone).date()
        return report_file(study_page(result, language), f"{HOME}-{day}")

    @server.post(f"/<language>/{HOME}/<key>")
    def receive_study(language: str, key: str) -> AnyResponse:
        if not is_from_here(request):
            return _refused(text(language, "new_page.not_from_here"))
        try:
            upload = read_upload(request)
        except RequestEntityTooLarge:
            return _refused(text(language, "new_page.too_much"), 413)
        return _receive(desk, services, upload, Place(language, (HOME, key)))


def _receive(desk: ReplacementDesk, services: DashboardServices, upload: Upload, place: Place) -> AnyResponse:
    """Keep what was entered, then show it; whatever happens, what was typed comes back."""
    language, key = place.language, place.parts[-1]
    actor = services.actor()
    held = desk.find(actor, key) or ReplacementDraft(key=key)
    try:
        draft = _entered(held, upload.words)
    except CompareKitError as error:
        return _page(desk, services, held, place, (error_words(error, language),), 422)
    if not is_token(upload.words.get("token", ""), desk.secret(), services.form_owner(), key):
        stale = text(language, "replacement_page.stale")
        return _page(desk, services, draft, place, (stale,), 403)
    return _acted(desk, services, upload, held, draft, place)


def _acted(
    desk: ReplacementDesk,
    services: DashboardServices,
    upload: Upload,
    held: ReplacementDraft,
    draft: ReplacementDraft,
    place: Place,
) -> AnyResponse:
    """Do what the pressed button says."""
    language, key, actor = place.language, place.parts[-1], services.actor()
    act, _, part = upload.words.get("act", "").partition(":")
    if act == "discard":
        desk.forget(actor, key)
        return redirect(Place(language, (HOME,)).path, code=303)
    if act == "keep":
        into, title = upload.words.get(INTO, ""), upload.words.get(TITLE, "")
        return _keep(desk, services, held, into, place, title)
    if act == "fit":  # the fields of the kind of meter that was chosen
        desk.keep(actor, draft)
        return _page(desk, services, replace(draft, source=""), place, certified=True)
    if act == "more":
        # Cells of one blank keep their rows: a row without anything at the end is none.
        desk.keep(actor, draft)
        count = max(_FEWEST, len(draft.rows)) + _MORE
        grown = replace(draft, rows=(*draft.rows, *[("", "", "", "")] * (count - len(draft.rows))))
        return _page(desk, services, replace(grown, source=""), place)
    files: dict[str, GivenFile | None] = {part: f for part, f in upload.files.items() if part in PARTS}
    if act == "drop" and part in ("series", "meters"):
        files[part] = None
    draft = desk.keep(actor, replace(draft, source=_source(held, draft, files)), files)
    if upload.too_large:
        most = MOST_BYTES // 1024**2
        too_large = [
            Fault(code="draft.too_large", file=name, context={"megabytes": most}) for name in upload.too_large
        ]
        notes = tuple(fault_words(fault, language) for fault in too_large)
        return _page(desk, services, draft, place, notes, 413)
    return redirect(place.path, code=303)


def _keep(
    desk: ReplacementDesk,
    services: DashboardServices,
    held: ReplacementDraft,
    case_id: str,
    place: Place,
    title: str,
) -> AnyResponse:
    """Keep the study with a case, then show that case."""
    try:
        kept = desk.keep_with(services.actor(), held, case_id, place.language, title)
    except FaultyInput:
        return _page(desk, services, held, place, status=422)  # tells of them itself
    except CompareKitError as error:
        return _page(desk, services, held, place, (error_words(error, place.language),), 422)
    return redirect(Place(place.language, ("case", kept)).path, code=303)


def _page(
    desk: ReplacementDesk,
    services: DashboardServices,
    draft: ReplacementDraft,
    place: Place,
    notes: tuple[str, ...] = (),
    status: int = 200,
    *,
    certified: bool = False,
) -> Response:
    """The study of what was entered, or the form with all that keeps it from being made."""
    actor, language = services.actor(), place.language
    result: ReplacementResult | None = None
    faults: tuple[Fault, ...] = ()
    if draft.source:
        try:
            result = desk.study(actor, draft, language)
        except FaultyInput as error:
            faults = tuple(error.faults)
        except CompareKitError as error:
            notes = (*notes, error_words(error, language))
        else:
            if result is None and not draft.faults():
                notes = (*notes, text(language, "replacement_page.trouble.nothing"))
            if result is not None and draft.case_id and desk.series(actor, draft) is None:
                notes = (*notes, text(language, "replacement_page.trouble.case"))
    content = view(
        draft,
        form_token(desk.secret(), services.form_owner(), draft.key),
        language,
        result=result,
        faults=faults,
        notes=notes,
        tariffs=() if services.tariffs is None else services.tariffs(),
        cases=_cases(services),
        signed=services.visitor() is not None,
        certified=certified,
    )
    body = frame(content, place, services)
    return plain_document(body, language, "replacement_page.title", status)


def _cases(services: DashboardServices) -> dict[str, str]:
    """The latest cases by id, to take the comparison of one."""
    if services.cases is None:
        return {}
    found = services.cases.find(services.actor(), limit=_CASES)
    return {case.id: f"{case.id}　{case.title}" for case in found.cases}


def _entered(held: ReplacementDraft, words: Mapping[str, str]) -> ReplacementDraft:
    """What was held, with everything in the form.

    Raises
    ------
    CompareKitError
        ``draft.too_many_rows``, ``draft.too_long``.
    """
    pasted = words.get("pasted", held.pasted)
    if len(pasted) > MOST_TEXT:
        raise CompareKitError("draft.too_long", limit=MOST_TEXT)
    cells: dict[int, list[str]] = {}
    for name, value in words.items():
        if found := _CELL.fullmatch(name):
            cells.setdefault(int(found[1]), ["", "", "", ""])[_CELLS.index(found[2])] = value
    rows = held.rows
    if cells:
        rows = bill_rows([cells.get(k, ["", "", "", ""]) for k in range(max(cells) + 1)])
    plates = known_plates(words)
    plates = dict(held.plates) if plates is None else plates
    return replace(held, pasted=pasted, rows=rows, plates=plates, **known_words(words))


def _source(held: ReplacementDraft, draft: ReplacementDraft, files: Mapping[str, GivenFile | None]) -> str:
    """What the use is taken from: what was changed last, else what it was, else what there is."""
    if files.get("usage") is not None:
        return "files"
    if draft.typed and draft.rows != held.rows:
        return "typed"
    if draft.pasted.strip() and draft.pasted != held.pasted:
        return "pasted"
    there = {"typed": draft.typed, "pasted": bool(draft.pasted.strip()), "files": "usage" in draft.names}
    if there.get(held.source):
        return held.source
    return next((way for way, is_there in there.items() if is_there), held.source or "typed")


def _refused(words: str, status: int = 403) -> Response:
    return Response(words, status=status, content_type="text/plain; charset=utf-8")
