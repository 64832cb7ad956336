"""Rules of refund and back-charge as data: every one with its mark, none shown as law unread."""

import re

import pytest

from comparekit.datafiles import data_folder
from comparekit.errors import FaultyProtocol
from comparekit.ingest.settlement_file import load_settlement, read_settlement
from comparekit.origin import Certainty

UTILITIES = ("water", "gas", "electricity")


def shipped(utility):
    return (data_folder("protocols") / f"{utility}-settlement.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("utility", UTILITIES)
def test_no_rule_is_shown_as_law_before_its_text_was_read(utility):
    table = load_settlement(utility)
    assert table.utility == utility and table.rules
    for rule in table.rules:
        assert rule.utility == utility
        assert not rule.as_law
        assert rule.unknown["zh"] and rule.unknown["en"]
        assert rule.origin.reason["zh"] and rule.origin.source


def test_the_supply_rule_of_1996_and_its_follower():
    """Zero error, half of the time; the edition of 2024 has not been read, its article is not known."""
    new, old, *_ = load_settlement("electricity").rules
    assert (old.basis, old.period.span, old.period.share) == ("zero error", "since last check", 0.5)
    assert old.clause["zh"] == "第八十条第（一）项" and old.origin.certainty is Certainty.CONFIRMED
    assert new.clause == {} and new.origin.certainty is Certainty.UNCONFIRMED
    assert (old.valid_to - new.valid_from).days == -1


def test_texts_known_by_title_only_compute_nothing():
    rules = [rule for utility in UTILITIES for rule in load_settlement(utility).rules]
    known = {rule.id for rule in rules if rule.computable}
    assert known == {"electricity-supply-2024", "electricity-supply-1996-80-1", "water-shaoxing-22"}
    listed = {rule.id for rule in rules if not rule.formula_seen}
    assert {"water-db31-1148", "gas-db31-1149", "water-db44-2451"} <= listed


@pytest.mark.parametrize("key", ["source", "certainty", "basis", "span", "beyond"])
def test_a_rule_without_its_mark_or_its_words_is_refused(key, tmp_path):
    text = shipped("electricity")
    for found in re.finditer(rf"(?m)^{key} = .*\n", text):
        changed = tmp_path / "my.toml"
        changed.write_text(text[: found.start()] + text[found.end() :], encoding="utf-8")
        with pytest.raises(FaultyProtocol) as caught:
            read_settlement(changed, changed.name)
        missing = [fault for fault in caught.value.faults if fault.code == "protocol.missing_key"]
        assert [(fault.column or "").rpartition(".")[2] for fault in missing] == [key]
        assert all(fault.row for fault in caught.value.faults)


def test_all_faults_come_at_once_with_their_lines(tmp_path):
    text = shipped("electricity")
    text = text.replace("share = 0.5\n", "share = 1.5\n", 1).replace("2024-06-01\n", '"soon"\n', 1)
    text = text.replace('basis = "zero error"', 'basis = "half"', 1) + "colour = 3\n"
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultyProtocol) as caught:
        read_settlement(path, path.name)
    lines = text.splitlines()
    rows = {(fault.code, fault.row) for fault in caught.value.faults}
    assert ("protocol.out_of_range", lines.index("share = 1.5") + 1) in rows
    assert ("protocol.wrong_type", lines.index('valid_from = "soon"') + 1) in rows
    assert ("protocol.unknown_word", lines.index('basis = "half"') + 1) in rows
    assert "protocol.unknown_key" in {code for code, _ in rows}
