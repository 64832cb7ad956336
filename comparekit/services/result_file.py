"""The JSON of a comparison as somebody kept it: what it says, and where the files it came from are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comparekit.errors import CompareKitError
from comparekit.ingest.read import file_bytes
from comparekit.services.case_look import GivenFile
from comparekit.studies.replacement_json import SCHEMA as STUDY
from comparekit.studies.series_json import SCHEMA

_MOST_BYTES = 64 * 1024 * 1024
_SHA256 = re.compile("[0-9a-f]{64}")
_METERS = ".toml"
#: Keys of the contract that everything else rests on, and what each has to be.
_KEYS: Mapping[str, type] = {
    "protocol": dict, "test": dict, "reference": dict, "window": dict, "volume": dict, "deviation": dict,
    "verdict": str, "basis": str, "blocks": list, "findings": list, "inputs": list,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file a result was computed from: its name then, and its SHA-256."""

    name: str
    sha256: str

    @property
    def is_meters(self) -> bool:
        """Whether it tells of plates and certificates: a log is never TOML."""
        return self.name.lower().endswith(_METERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFile:
    """A result as read from `path`: its JSON, and the files it was computed from."""

    path: Path
    told: Mapping[str, Any] = field(repr=False)
    inputs: tuple[Wanted, ...]


def read_result(path: Path) -> ResultFile:
    """Read the file that ``comparekit compare --json`` was stored in.

    Raises
    ------
    CompareKitError
        ``report.not_found``, ``report.folder``, ``report.not_readable``, ``report.not_a_result``,
        ``report.study_result``, ``report.damaged`` (a key of the contract is missing or of another kind),
        ``report.no_inputs``.
    """
    told = _json(path)
    for key, kind in _KEYS.items():
        if not isinstance(told.get(key), kind):
            raise CompareKitError("report.damaged", file=str(path), key=key)
    inputs = tuple(_inputs(path, told["inputs"]))
    if not inputs:
        raise CompareKitError("report.no_inputs", file=str(path))
    logs = sum(not one.is_meters for one in inputs)
    if not (1 <= logs <= 2 and len(inputs) - logs <= 1):
        raise CompareKitError("report.damaged", file=str(path), key="inputs")
    return ResultFile(path=path, told=told, inputs=inputs)


def find_inputs(result: ResultFile, given: Sequence[Path]) -> dict[str, GivenFile]:
    """The files `result` was computed from, byte for byte, by their SHA-256.

    Parameters
    ----------
    result : ResultFile
        What names them.
    given : sequence of Path
        Files somebody points at; every one has to be among those wanted.

    Raises
    ------
    CompareKitError
        ``report.input_missing``, ``report.input_changed``: with every file concerned.
    """
    wanted = {one.sha256: one for one in result.inputs}
    found: dict[str, GivenFile] = {}
    changed: list[tuple[str, str, str]] = []
    for path in given:
        file = GivenFile(name=str(path), content=file_bytes(path))
        if file.sha256 in wanted:
            found[file.sha256] = file
        else:
            changed.append((str(path), file.sha256, _expected(result, path)))
    missing = []
    for one in () if changed else result.inputs:
        if one.sha256 in found:
            continue
        seen = [GivenFile(name=str(path), content=file_bytes(path)) for path in _places(result, one)]
        same = next((file for file in seen if file.sha256 == one.sha256), None)
        if same is not None:
            found[one.sha256] = same
        elif seen:
            changed.append((seen[0].name, seen[0].sha256, one.sha256))
        else:
            missing.append(one.name)
    if changed:
        names, hashes, expected = (", ".join(dict.fromkeys(column)) for column in zip(*changed, strict=True))
        raise CompareKitError("report.input_changed", files=names, found=hashes, expected=expected)
    if missing:
        raise CompareKitError("report.input_missing", files=", ".join(missing))
    # The names of then: whoever reads the report knows the files by them.
    return {sha: GivenFile(name=wanted[sha].name, content=file.content) for sha, file in found.items()}


def _json(path: Path) -> dict[str, Any]:
    if path.is_dir():
        raise CompareKitError("report.folder", file=str(path))
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _no_result(path, f"{path.stat().st_size} B")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise CompareKitError("report.not_found", file=str(path)) from error
    except OSError as error:
        raise CompareKitError("report.not_readable", file=str(path), reason=error.strerror) from error
    try:
        told = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _no_result(path, _beginning(content)) from error
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        found = told.get("schema") if isinstance(told, dict) else None
        raise _no_result(path, found if isinstance(found, str) else _beginning(content))
    return told


def _inputs(path: Path, listed: list[Any]) -> Iterator[Wanted]:
    for one in listed:
        told = one if isinstance(one, dict) else {}
        name, sha256 = told.get("file"), told.get("sha256")
        if not (isinstance(name, str) and name and isinstance(sha256, str) and _SHA256.fullmatch(sha256)):
            raise CompareKitError("report.damaged", file=str(path), key="inputs")
        yield Wanted(name=name, sha256=sha256)


def _places(result: ResultFile, one: Wanted) -> Iterator[Path]:
    """Where a file may lie: as named, in the working directory or beside the result."""
    base = one.name.replace("\\", "/").rpartition("/")[2]
    beside = result.path.parent
    for path in dict.fromkeys((Path(one.name), beside / one.name, beside / base)):
        try:
            if path.is_file():
                yield path
        except (OSError, ValueError):  # no name for a file on this system
            continue


def _expected(result: ResultFile, path: Path) -> str:
    """What a file somebody points at should have been: that of its kind."""
    kind = path.suffix.lower() == _METERS
    return ", ".join(one.sha256 for one in result.inputs if one.is_meters is kind) or "–"


def _no_result(path: Path, found: str) -> CompareKitError:
    if found == STUDY:
        return CompareKitError("report.study_result", file=str(path), found=found)
    return CompareKitError("report.not_a_result", file=str(path), found=found, schema=SCHEMA)


def _beginning(content: bytes) -> str:
    """The first words of a file, for an error."""
    words = " ".join(content[:200].decode("utf-8-sig", "replace").split())
    return f"{words[:39]}…" if len(words) > 40 else words or "–"


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
