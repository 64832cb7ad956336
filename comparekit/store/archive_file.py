"""The ZIP file of an archive: the same bytes for the same members, and read with suspicion.

Members are stored uncompressed: compressed bytes would depend on the machine's zlib, and most of what is
large are photographs. A reader accepts compressed members too.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from comparekit.errors import CompareKitError
from comparekit.store.whole_file import whole_file

SCHEMA = "comparekit.case/1"
MANIFEST = "manifest.json"
LARGEST = 200_000_000  # bytes of all members together
_RATIO = 100  # unpacked to packed, of any member
_SMALL = 1_000_000  # bytes that any member may have whatever its ratio
_MOST = 20_000  # members
_NAME = re.compile(r"manifest\.json|case\.json|files/[0-9a-f]{64}")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say


def write_members(
    path: str | os.PathLike[str], head: Mapping[str, Any], members: Mapping[str, tuple[str, int]],
    content: Callable[[str], bytes],
) -> None:  # fmt: skip
    """Write an archive, as a whole or not at all.

    Parameters
    ----------
    path : str or path
        Where to.
    head : mapping
        What the manifest says besides its members.
    members : mapping
        Name -> SHA-256 and size [bytes].
    content : callable
        Bytes of a member by its name; asked for one at a time.

    Raises
    ------
    CompareKitError
        ``archive.too_large``, ``store.not_written``.
    """
    size = sum(size for _, size in members.values())
    if size > LARGEST or len(members) >= _MOST:
        raise CompareKitError("archive.too_large", size=size, limit=LARGEST)
    listed = {name: {"sha256": sha256, "size": size} for name, (sha256, size) in sorted(members.items())}
    manifest = json.dumps({"schema": SCHEMA, **head, "members": listed}, ensure_ascii=False, indent=1)
    with whole_file(path) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as file:
        _add(file, MANIFEST, manifest.encode("utf-8"))
        for name in listed:
            _add(file, name, content(name))


def _add(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.external_attr, info.create_system = 0o600 << 16, 3
    file.writestr(info, content)


def read_members(path: str | os.PathLike[str]) -> tuple[dict[str, Any], dict[str, bytes], str]:
    """Manifest, members by name, and SHA-256 of an archive; nothing is ever written to disk.

    Raises
    ------
    CompareKitError
        ``archive.unreadable`` (no archive of ours, damaged, encrypted), ``archive.newer``,
        ``archive.too_large`` (also one that would unpack to too much), ``archive.path``,
        ``archive.missing``, ``archive.extra``, ``archive.changed``: with the file and the member.
    """
    shown = os.fspath(path)
    data = _bytes_of(Path(path), shown)
    try:
        _refuse_crowds(data)
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            infos = _acceptable(file.infolist(), shown)
            found = {name: _read(file, info, shown) for name, info in infos.items()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OverflowError) as error:
        raise CompareKitError("archive.unreadable", file=shown, reason=str(error)) from error
    manifest = read_json(found.pop(MANIFEST, b""), shown)
    _check_schema(manifest, shown)
    _check_members(manifest, found, shown)
    return manifest, found, hashlib.sha256(data).hexdigest()


def read_json(content: bytes, shown: str) -> dict[str, Any]:
    """The object in the bytes of a member. CompareKitError ``archive.unreadable``: there is none."""
    try:
        value = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise CompareKitError("archive.unreadable", file=shown, reason=str(error)) from error
    if not isinstance(value, dict):
        raise CompareKitError("archive.unreadable", file=shown, reason="JSON")
    return value


def _bytes_of(path: Path, shown: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST + 10 * _SMALL:
            raise CompareKitError("archive.too_large", size=size, limit=LARGEST)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompareKitError("archive.unreadable", file=shown, reason=reason) from error


def _refuse_crowds(data: bytes) -> None:
    """Refuse millions of members before zipfile makes an object of each."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0:
        raise zipfile.BadZipFile("File is not a zip file")
    count, length = struct.unpack_from("<HI", data, at + 10)
    if count > _MOST or length > 200 * _MOST:
        raise zipfile.BadZipFile(f"{count} members")


def _acceptable(infos: Iterable[zipfile.ZipInfo], shown: str) -> dict[str, zipfile.ZipInfo]:
    """Members by name, if none is a trick and all together are not too much."""
    found: dict[str, zipfile.ZipInfo] = {}
    size = 0
    for info in infos:
        name = info.orig_filename  # zipfile mends what it shows as `filename`
        if ".." in name or "\\" in name or "\0" in name or name.startswith("/") or ":" in name:
            raise CompareKitError("archive.path", file=shown, member=name)
        if name in found or not _NAME.fullmatch(name):
            raise CompareKitError("archive.extra", file=shown, member=name)
        size += info.file_size
        packed = max(info.compress_size, 1)
        if size > LARGEST or (info.file_size > _SMALL and info.file_size / packed > _RATIO):
            raise CompareKitError("archive.too_large", size=size, limit=LARGEST)
        if info.flag_bits & 1:
            raise CompareKitError("archive.unreadable", file=shown, reason="encrypted")
        found[name] = info
    return found


def _read(file: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str) -> bytes:
    try:
        content = file.read(info)  # never more than it declares
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise CompareKitError("archive.changed", file=shown, member=info.filename) from error
    return content


def _check_schema(manifest: Mapping[str, Any], shown: str) -> None:
    kind, _, number = str(manifest.get("schema", "")).partition("/")
    wanted, _, known = SCHEMA.partition("/")
    if kind != wanted or not number.isdecimal():
        raise CompareKitError("archive.unreadable", file=shown, reason=SCHEMA)
    if int(number) > int(known):
        raise CompareKitError("archive.newer", file=shown, schema=f"{kind}/{number}")


def _check_members(manifest: Mapping[str, Any], found: Mapping[str, bytes], shown: str) -> None:
    listed = manifest.get("members")
    if not isinstance(listed, dict):
        raise CompareKitError("archive.unreadable", file=shown, reason=MANIFEST)
    for name in sorted(found.keys() - listed.keys()):
        raise CompareKitError("archive.extra", file=shown, member=name)
    for name in sorted(listed.keys() - found.keys()):
        raise CompareKitError("archive.missing", file=shown, member=name)
    for name, content in found.items():
        wanted = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        if listed[name] != wanted:
            raise CompareKitError("archive.changed", file=shown, member=name)
