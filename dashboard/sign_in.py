"""The addresses behind signing in and out."""

from __future__ import annotations

import secrets
from urllib.parse import quote

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.services.sign_in_desk import SignInDesk
from comparekit.wording.errors import error_text
from dashboard.pages import sign_in
from dashboard.place import Place
from dashboard.plain_document import plain_document
from dashboard.settings import Settings
from dashboard.shell import SIGN_OUT, bare_frame
from dashboard.uploads import form_token, is_from_here, is_token
from dashboard.visitors import cookie_name, is_secure, visitor

_FORM = "comparekit-form"  # the cookie that the form to sign in is signed for
_STATUS = {"sign_in.refused": 401, "sign_in.too_often": 429}


def register_sign_in(server: Flask, desk: SignInDesk, settings: Settings) -> None:
    """Serve ``/zh/sign-in`` and ``/_sign-out/zh``.

    Parameters
    ----------
    server : Flask
        The server of the app, watched over by `dashboard.visitors.register_visitors`.
    desk : SignInDesk
        Begins and ends sessions.
    settings : Settings
        Language of what has none in its address; whether cookies go encrypted only.
    """
    session, secure = cookie_name(settings), is_secure(settings)
    address = f"/<any({','.join(LANGUAGES)}):language>/{sign_in.HOME}"

    @server.get(address, endpoint="sign_in_form")
    def show(language: str) -> AnyResponse:
        wanted = sign_in.local_path(request.args.get(sign_in.NEXT, ""), language)
        return redirect(wanted, code=303) if visitor() else form(language, wanted)

    @server.post(address, endpoint="sign_in")
    def receive(language: str) -> AnyResponse:
        told = {name: request.form.get(name, "") for name in ("name", "password", "token", sign_in.NEXT)}
        wanted, name = sign_in.local_path(told[sign_in.NEXT], language), told["name"][: sign_in.LONGEST]
        owner = _owner(request.cookies.get(_FORM, ""))
        if not is_from_here(request) or not is_token(told["token"], desk.secret(), owner, sign_in.HOME):
            return form(language, wanted, name=name, trouble=text(language, "sign_in_page.again"), status=403)
        try:
            password = told["password"][: sign_in.LONGEST]
            token = desk.sign_in(name, password, request.remote_addr or "")
        except CompareKitError as error:
            status = _STATUS.get(error.code, 503)
            again = form(language, wanted, name=name, trouble=error_text(error, language), status=status)
            if "minutes" in error.context:
                again.headers["Retry-After"] = str(60 * int(str(error.context["minutes"])))
            return again
        _end(desk, request.cookies.get(session, ""))  # whoever was signed in here before
        answer = redirect(wanted, code=303)
        answer.set_cookie(session, token, path="/", httponly=True, samesite="Lax", secure=secure)
        answer.delete_cookie(_FORM, path="/", httponly=True, samesite="Strict", secure=secure)
        return answer

    @server.post("/_sign-out/<language>", endpoint="sign_out")
    def leave(language: str) -> AnyResponse:
        language = language if language in LANGUAGES else settings.language
        here = visitor()
        answer = redirect(Place(language, (sign_in.HOME,)).path, code=303)
        if here is None:
            return answer
        told = request.form.get("token", "")
        if not is_from_here(request) or not is_token(told, desk.secret(), here.forms, SIGN_OUT):
            words = text(language, "new_page.not_from_here")
            return Response(words, status=403, content_type="text/plain; charset=utf-8")
        _end(desk, request.cookies.get(session, ""))
        answer.delete_cookie(session, path="/", httponly=True, samesite="Lax", secure=secure)
        return answer

    def form(language: str, wanted: str, *, name: str = "", trouble: str = "", status: int = 200) -> Response:
        given = request.cookies.get(_FORM, "") or secrets.token_urlsafe(24)
        token = form_token(desk.secret(), _owner(given), sign_in.HOME)
        content = sign_in.view(token, language, next_path=wanted, name=name, trouble=trouble)
        question = f"?{sign_in.NEXT}={quote(wanted, safe='')}"
        body = bare_frame(content, Place(language, (sign_in.HOME,)), question)
        answer = plain_document(body, language, "sign_in_page.title", status)
        answer.set_cookie(_FORM, given, path="/", httponly=True, samesite="Strict", secure=secure)
        return answer


def _owner(given: str) -> str:
    """Whom the form is signed for: the browser that was given this cookie with it."""
    return f"form {given}"


def _end(desk: SignInDesk, token: str) -> None:
    if token:
        desk.sign_out(token)
