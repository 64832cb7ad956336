"""A workbook's archive, opened so that no file can take more memory or time than it is worth.

A workbook is a ZIP archive of XML parts. Less than one megabyte may unpack to a thousand, so that an
archive is judged by the sizes it declares, and `zipfile` never unpacks more than was declared.
"""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from comparekit.ingest.fault_list import faulty_log

MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 2_000
MOST_SECONDS = 20.0  # of the processor: a busy machine makes no file suspect
_PIECE = 1 << 18
_ENCRYPTED = 0x1
_UNPACKABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Pictures, charts, macros, links to other files: never unpacked, so that their size does not matter.
_UNREAD = (
    "media",
    "drawings",
    "charts",
    "embeddings",
    "externallinks",
    "printersettings",
    "theme",
    "ctrlprops",
)
_UNREAD_ENDS = (".bin", ".vml", ".png", ".jpg", ".jpeg", ".emf", ".wmf")


class Archive:
    """The parts of a workbook that can hold a log, by path without regard to case.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Raises
    ------
    FaultyLog
        Not a workbook (``file.not_text``), locked by a password (``file.encrypted``), damaged
        (``file.damaged``), with too many parts (``file.too_many_parts``), or larger when unpacked
        than can be read (``file.unpacked_too_large``).
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._deadline = time.thread_time() + MOST_SECONDS
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise faulty_log("file.damaged", name) from error
        entries = self._zip.infolist()
        if len(entries) > MOST_PARTS:
            raise faulty_log("file.too_many_parts", name, limit=MOST_PARTS)
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            path = _normal(entry.filename)
            if path in self._parts and not entry.is_dir():
                raise faulty_log("file.damaged", name)  # two parts of one name: readers would disagree
            if not _is_unread(path):
                self._parts[path] = entry
        if "xl/workbook.xml" not in self._parts:
            raise faulty_log("file.not_text", name)
        if any(entry.flag_bits & _ENCRYPTED for entry in self._parts.values()):
            raise faulty_log("file.encrypted", name)
        if any(entry.compress_type not in _UNPACKABLE for entry in self._parts.values()):
            raise faulty_log("file.damaged", name)
        if sum(entry.file_size for entry in self._parts.values()) > MOST_UNPACKED:
            raise faulty_log("file.unpacked_too_large", name, megabytes=MOST_UNPACKED // 1024**2)

    def __contains__(self, path: str) -> bool:
        return _normal(path) in self._parts

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece.

        Raises
        ------
        FaultyLog
            ``file.damaged``, or ``file.too_slow`` when the workbook takes too long.
        """
        try:
            with self._zip.open(self._parts[_normal(path)]) as part:
                while piece := part.read(_PIECE):
                    if time.thread_time() > self._deadline:
                        raise faulty_log("file.too_slow", self.name, seconds=round(MOST_SECONDS))
                    yield piece
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise faulty_log("file.damaged", self.name) from error

    def parse(self, path: str) -> XmlPart:
        """The XML of a part, to be read piece by piece."""
        return XmlPart(self, path)


class XmlPart:
    """An XML part while it is read; entities are refused, because workbooks have none.

    Handlers are set on `parser` by who reads it; `steps` then feeds it.
    """

    def __init__(self, archive: Archive, path: str) -> None:
        self._archive = archive
        self._path = path
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse

    def steps(self) -> Iterator[None]:
        """Parse the part, stopping after each piece.

        Raises
        ------
        FaultyLog
            ``file.damaged``, ``file.too_slow``.
        """
        try:
            for piece in self._archive.pieces(self._path):
                self.parser.Parse(piece, False)
                yield
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise faulty_log("file.damaged", self._archive.name) from error
        yield

    def read(self) -> None:
        """Parse the whole part."""
        for _ in self.steps():
            pass

    def _refuse(self, *_: object) -> None:
        raise faulty_log("file.damaged", self._archive.name)


def local(name: str) -> str:
    """The name of an element or attribute without its namespace prefix."""
    return name.rpartition(":")[2]


def is_locked(data: bytes) -> bool:
    """Whether the bytes are a workbook locked by a password, which hides in the wrapping of a .xls."""
    return data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data


def _normal(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").casefold()


def _is_unread(path: str) -> bool:
    folders = path.split("/")[:-1]
    return path.endswith(_UNREAD_ENDS) or any(folder in _UNREAD for folder in folders)
