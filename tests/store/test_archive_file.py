"""Archives that somebody has tampered with: none of this needs a database, so SQLite alone makes them."""

import hashlib
import json
import random
import struct
import zipfile

import pytest

from comparekit.errors import CompareKitError
from comparekit.store import archive_file
from comparekit.store.archive import read_archive, write_archive
from comparekit.store.chain import canonical, data_digest, event_hash
from comparekit.store.database import open_database
from store.samples import fill_case


@pytest.fixture(scope="module")
def members(tmp_path_factory):
    """Names and bytes of a sound archive."""
    folder = tmp_path_factory.mktemp("archive")
    database = open_database(folder / "store.sqlite3")
    with database.writing() as connection:
        write_archive(connection, fill_case(connection, 1), folder / "case.zip")
    database.close()
    with zipfile.ZipFile(folder / "case.zip") as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(path, members, how=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", how) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def told(members, change):
    """The members with another manifest or case, every hash made to fit again as far as it can be."""
    case = json.loads(members["case.json"])
    manifest = json.loads(members["manifest.json"])
    change(manifest, case)
    members = members | {"case.json": canonical(case).encode()}
    for name in manifest.get("members", {}):
        if name in members:
            content = members[name]
            listed = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            manifest["members"][name] = listed
    return members | {"manifest.json": json.dumps(manifest).encode()}


def code_of(path):
    with pytest.raises(CompareKitError) as raised:
        read_archive(path)
    return raised.value.code


def file_name(members):
    return next(name for name in members if name.startswith("files/"))


def test_packed_again_by_another_program_it_is_still_good(members, tmp_path):
    again = dict(reversed(members.items()))
    assert len(read_archive(packed(tmp_path / "x.zip", again, zipfile.ZIP_DEFLATED)).events) == 11


def test_a_changed_byte_anywhere_is_found_or_changes_nothing(members, tmp_path):
    sound, rng = packed(tmp_path / "sound.zip", members).read_bytes(), random.Random(3)
    whole, refused = read_archive(tmp_path / "sound.zip"), 0
    for _ in range(150):
        at = rng.randrange(len(sound))
        changed = tmp_path / "changed.zip"
        changed.write_bytes(sound[:at] + bytes([sound[at] ^ (1 << rng.randrange(8))]) + sound[at + 1 :])
        try:
            found = read_archive(changed)
        except CompareKitError:
            refused += 1
        else:
            assert (found.events, found.files) == (whole.events, whole.files)
    assert refused > 120


@pytest.mark.parametrize("member", ["case.json", "file"])
def test_a_changed_member_is_refused(members, tmp_path, member):
    name = file_name(members) if member == "file" else member
    changed = members | {name: members[name].replace(b"1", b"2", 1) + b" "}
    assert code_of(packed(tmp_path / "x.zip", changed)) == "archive.changed"


@pytest.mark.parametrize("member", ["case.json", "file"])
def test_a_missing_member_is_refused(members, tmp_path, member):
    name = file_name(members) if member == "file" else member
    less = {key: value for key, value in members.items() if key != name}
    assert code_of(packed(tmp_path / "x.zip", less)) == "archive.missing"


@pytest.mark.parametrize("name", ["notes.txt", "files/" + "0" * 64, "files/readme", "FILES/x", "files/"])
def test_an_extra_member_is_refused(members, tmp_path, name):
    assert code_of(packed(tmp_path / "x.zip", members | {name: b""})) == "archive.extra"


def test_a_member_that_is_there_twice_is_refused(members, tmp_path):
    path = packed(tmp_path / "x.zip", members)
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("case.json", members["case.json"])
    assert code_of(tmp_path / "x.zip") == "archive.extra"


@pytest.mark.parametrize(
    "name", ["../case.json", "files/../../etc/passwd", "/etc/passwd", "C:\\x", "files\\x", "a:b"]
)
def test_a_name_that_points_outside_is_refused(members, tmp_path, name):
    assert code_of(packed(tmp_path / "x.zip", members | {name: b""})) == "archive.path"


def test_what_unpacks_to_far_more_than_it_is_is_refused(members, tmp_path):
    bomb = members | {"files/" + "0" * 64: b"\0" * 20_000_000}
    assert code_of(packed(tmp_path / "x.zip", bomb, zipfile.ZIP_DEFLATED)) == "archive.too_large"


def test_what_is_larger_than_allowed_is_refused(members, tmp_path, monkeypatch):
    path = packed(tmp_path / "x.zip", members)
    monkeypatch.setattr(archive_file, "LARGEST", 4000)
    assert code_of(path) == "archive.too_large"


def test_a_member_that_is_longer_than_it_says_is_refused(members, tmp_path):
    """The size in the ZIP's directory lowered: what is unpacked stays within it."""
    sound = packed(tmp_path / "x.zip", members, zipfile.ZIP_DEFLATED).read_bytes()
    size = struct.pack("<I", len(members["case.json"]))
    (tmp_path / "x.zip").write_bytes(sound.replace(size, struct.pack("<I", 10)))
    assert code_of(tmp_path / "x.zip") in ("archive.changed", "archive.unreadable")


def test_a_crowd_of_members_is_refused_before_it_is_looked_at(members, tmp_path):
    sound = packed(tmp_path / "x.zip", members).read_bytes()
    at = sound.rindex(b"PK\x05\x06")
    (tmp_path / "x.zip").write_bytes(sound[: at + 10] + b"\xff\xff" + sound[at + 12 :])
    assert code_of(tmp_path / "x.zip") == "archive.unreadable"


def test_a_newer_archive_is_named_as_such(members, tmp_path):
    newer = told(members, lambda manifest, case: manifest.update(schema="comparekit.case/2"))
    assert code_of(packed(tmp_path / "x.zip", newer)) == "archive.newer"


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18, b"PK\x05\x06", b"\xff" * 100],
)
def test_what_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    assert code_of(tmp_path / "x.zip") == "archive.unreadable"


def test_what_is_not_there_or_a_folder_is_refused(tmp_path):
    assert code_of(tmp_path / "none.zip") == code_of(tmp_path) == "archive.unreadable"


@pytest.mark.parametrize("content", [b"[1]", b"{}", b"\xff", b"[" * 100_000, b"null"])
def test_a_manifest_or_case_that_is_none_is_refused(members, tmp_path, content):
    path = packed(tmp_path / "x.zip", members | {"manifest.json": content})
    assert code_of(path) == "archive.unreadable"
    other = members | {"case.json": content}
    manifest = json.loads(members["manifest.json"])
    listed = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    manifest["members"]["case.json"] = listed
    path = packed(tmp_path / "y.zip", other | {"manifest.json": json.dumps(manifest).encode()})
    assert code_of(path) in ("archive.unreadable", "archive.changed")


def rewritten(event, **values):
    """An event with other values and hashes that fit them."""
    event.update(values)
    event["data_hash"] = data_digest(event["salt"], canonical(event["data"]))
    row = {key: value for key, value in event.items() if key not in ("salt", "data", "hash")}
    event["hash"] = event_hash(**row)


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest, case: case["events"][3].update(who="Eve"),
        lambda manifest, case: case["events"][3]["data"].update(x=1),
        lambda manifest, case: case["events"].pop(2),  # its file is then named by nothing
        lambda manifest, case: case["events"].reverse(),
        lambda manifest, case: case["events"].clear(),
        lambda manifest, case: case.update(case="2031-000001"),
        lambda manifest, case: manifest.update(case="2031-000001"),
        lambda manifest, case: (
            (case.update(masked=True), manifest.update(masked=True))
            and case["events"][2]["data"].update(sha256="0" * 64)
        ),
        lambda manifest, case: manifest.update(masked=True),
        lambda manifest, case: case.update(events=7),
        lambda manifest, case: case["events"].append(7),
        lambda manifest, case: rewritten(case["events"][0], seq=True),
        lambda manifest, case: rewritten(case["events"][3], seq=4.0),
        lambda manifest, case: rewritten(case["events"][3], at="yesterday"),
        lambda manifest, case: rewritten(case["events"][3], who=""),
        lambda manifest, case: rewritten(case["events"][3], kind="k\n"),
        lambda manifest, case: rewritten(case["events"][3], corrects=999),
        lambda manifest, case: rewritten(case["events"][3], corrects="x"),
        lambda manifest, case: rewritten(case["events"][3], case_id="other"),
        lambda manifest, case: rewritten(case["events"][3], data=[]),
        lambda manifest, case: rewritten(case["events"][2], data={}),
        lambda manifest, case: rewritten(case["events"][1], data={"parties": 7}),
    ],
)
def test_a_case_that_does_not_hold_together_is_refused_though_its_hashes_fit(members, tmp_path, change):
    path = packed(tmp_path / "x.zip", told(members, change))
    assert code_of(path) in ("archive.changed", "archive.extra", "archive.missing")
