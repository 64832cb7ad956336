"""Which encoding a text file is written in; or what else it is."""

from __future__ import annotations

import codecs
import re

from comparekit.ingest.fault_list import faulty_log
from comparekit.ingest.xlsx_guard import is_locked

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SIGNATURES = (
    (b"%PDF", "file.pdf"),
    (b"\xd0\xcf\x11\xe0", "file.old_excel"),
)
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x20)])
_MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|!--|html|head|meta|body|table|div|style)\b", re.IGNORECASE)


def text_encoding(data: bytes, name: str) -> str:
    """The codec to decode `data` with: BOM first, then UTF-8, then GB18030.

    UTF-16 is recognised by its BOM only, because without one any even number of bytes decodes.
    `name` is the file's name, for messages.

    Raises
    ------
    FaultyLog
        The file is empty, is no text (``file.empty``, ``file.encrypted``, ``file.pdf``,
        ``file.old_excel``, ``file.html``, ``file.binary``), or is in none of these
        encodings (``file.encoding``).
    """
    if not data.strip():
        raise faulty_log("file.empty", name)
    if is_locked(data):
        raise faulty_log("file.encrypted", name)
    for signature, code in _SIGNATURES:
        if data.startswith(signature):
            raise faulty_log(code, name)
    if data.startswith(_UTF16):
        candidates = ["utf-16"]
    elif b"\x00" in data:
        raise faulty_log("file.binary", name)
    elif data.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_what_is_no_table(data if encoding != "utf-16" else text.encode(), text, name)
        return encoding
    raise faulty_log("file.encoding", name)


def _refuse_what_is_no_table(data: bytes, text: str, name: str) -> None:
    if not text.strip("\ufeff \t\r\n"):
        raise faulty_log("file.empty", name)
    if _MARKUP.match(text):
        raise faulty_log("file.html", name)
    data = data.removesuffix(b"\x1a")  # DOS programs end a text file with a Ctrl-Z
    if len(data.translate(None, _CONTROL)) != len(data):
        raise faulty_log("file.binary", name)
