"""How answers travel: compressed, and kept by the browser as long as their address stays the same."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from hashlib import blake2b
from threading import Lock

from flask import Flask, Response, request

from dashboard import plotly_bundle

_WORDS = ("text/", "application/javascript", "application/json", "image/svg+xml")
_LEAST, _MOST = 1024, 8 * 1024**2  # bytes: below it is not worth it, above it is a download
_KEPT = 32 * 1024**2  # bytes of compressed answers
_YEAR = 365 * 24 * 3600  # s
_ONCE, _OFTEN = 9, 6  # levels of gzip: of files, of what is made for one question


class Packed:
    """Compressed answers by their content: the same words are compressed once, whoever asks for them."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def of(self, content: bytes, level: int) -> bytes:
        """`content` compressed."""
        name = blake2b(content, digest_size=20).digest()
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        made = gzip.compress(content, level, mtime=0)
        with self._lock:
            if name not in self._kept:
                self._kept[name] = made
                self._size += len(made)
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])
        return made


def register_transfer(server: Flask) -> None:
    """Compress what consists of words, and let browsers keep what has a version in its address.

    Parameters
    ----------
    server : Flask
        The server of the app.
    """
    packed = Packed()

    @server.after_request
    def travel(response: Response) -> Response:
        if _has_version(response):
            response.cache_control.max_age = _YEAR
            response.cache_control.no_cache = None
            response.cache_control.immutable = True
        if _is_words(response):
            response.vary.add("Accept-Encoding")
            if request.accept_encodings.quality("gzip") > 0:
                _compress(response, packed)
        return response


def _has_version(response: Response) -> bool:
    """Whether another content has another address: files of Dash with a fingerprint, ours with ``?m=``."""
    if response.status_code not in (200, 304):
        return False
    if request.path.startswith("/assets/"):
        return "m" in request.args or request.path == plotly_bundle.ADDRESS
    return request.path.startswith("/_dash-component-suites/") and bool(response.cache_control.max_age)


def _is_words(response: Response) -> bool:
    return (
        response.status_code == 200
        and "Content-Encoding" not in response.headers
        and "attachment" not in response.headers.get("Content-Disposition", "")
        and (response.mimetype or "").startswith(_WORDS)
    )


def _compress(response: Response, packed: Packed) -> None:
    is_file = response.direct_passthrough
    if request.method == "HEAD" or (response.is_streamed and not is_file):
        return
    size = response.content_length if is_file else len(response.get_data())
    if size is None or not _LEAST <= size <= _MOST:
        return
    response.direct_passthrough = False
    response.set_data(packed.of(response.get_data(), _ONCE if is_file else _OFTEN))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    tag, _ = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)  # the same words, in other bytes
