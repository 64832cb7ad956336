"""What a form sends: read piece by piece, never more of it kept than may be, from our own pages only."""

from __future__ import annotations

import hashlib
import hmac
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from flask import Request, current_app
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.wsgi import get_input_stream

from comparekit.services.case_look import GivenFile
from dashboard.body_size import MOST_SENT

MOST_BYTES = 20 * 1024 * 1024  # of one file
_MOST_KEPT = 3 * MOST_BYTES  # of all files of one form
_MOST_WORDS = 4 * 1024**2  # bytes of everything that is no file
_MOST_PARTS = 2_000
#: Where the settings of the server name the origin of our pages as seen in front of a proxy.
OWN_ORIGIN = "COMPAREKIT_ORIGIN"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A form as sent.

    Attributes
    ----------
    words : mapping
        The fields, the first of each name.
    files : mapping of field name to GivenFile
        Files handed in; a field left empty has none.
    too_large : tuple of str
        Names of files above the limit; of those nothing was kept.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, GivenFile] = field(default_factory=dict)
    too_large: tuple[str, ...] = ()


class _Room:
    """How much of all files may still be kept [bytes]."""

    def __init__(self, most: int) -> None:
        self.left = most


class _Kept(io.BytesIO):
    """A file that forgets itself when it grows beyond the limit, and swallows the rest."""

    def __init__(self, room: _Room) -> None:
        super().__init__()
        self.room = room
        self.lost = False

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if self.lost or self.tell() + len(data) > MOST_BYTES or len(data) > self.room.left:
            self.lost = True
            self.seek(0)
            self.truncate(0)
            return len(data)
        self.room.left -= len(data)
        return super().write(data)


def read_upload(request: Request) -> Upload:
    """The form in a request; what was typed is kept also where a file is too large.

    Raises
    ------
    werkzeug.exceptions.RequestEntityTooLarge
        More words or parts than any of our forms has, or more than is read of any request.
    """
    room = _Room(_MOST_KEPT)
    parser = FormDataParser(
        stream_factory=lambda *_args, **_kwargs: _Kept(room),
        max_form_memory_size=_MOST_WORDS,
        max_form_parts=_MOST_PARTS,
        silent=True,
    )
    stream = get_input_stream(request.environ, max_content_length=MOST_SENT)
    _, words, sent = parser.parse(
        stream, request.mimetype, request.content_length, dict(request.mimetype_params)
    )
    files: dict[str, GivenFile] = {}
    too_large: list[str] = []
    for name, file in _first_of_each(sent).items():
        if not file.filename:
            continue
        if isinstance(file.stream, _Kept) and file.stream.lost:
            too_large.append(_printable(file.filename))
            continue
        files[name] = GivenFile(name=_printable(file.filename), content=file.stream.read())
        file.close()
    return Upload(words=_first_of_each(words), files=files, too_large=tuple(too_large))


def is_from_here(request: Request) -> bool:
    """Whether the request comes from one of our own pages, as far as the browser tells.

    Browsers send ``Sec-Fetch-Site`` to this machine and over TLS (W3C Fetch Metadata). ``Origin`` is "null"
    on a form where the referrer is not told, as we ask for: then the form's token alone decides.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "null")
    return origin in ("null", request.host_url.rstrip("/"), current_app.config.get(OWN_ORIGIN))


def form_token(secret: bytes, who: str, key: str) -> str:
    """What the form of a draft carries, and no other site can know."""
    return hmac.new(secret, f"{who}\n{key}".encode(), hashlib.sha256).hexdigest()


def is_token(found: str, secret: bytes, who: str, key: str) -> bool:
    """Whether `found` is the token of that draft."""
    return hmac.compare_digest(found.encode(), form_token(secret, who, key).encode())


def _first_of_each(given: MultiDict[str, _T]) -> dict[str, _T]:
    return {name: values[0] for name, values in given.lists()}


def _printable(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c if c.isprintable() else "?" for c in base)[-120:] or "?"
