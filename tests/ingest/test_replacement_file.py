"""Protocols of a replacement: how steep prices may be where none is known."""

from datetime import date

import numpy as np
import pytest

from comparekit.datafiles import data_folder
from comparekit.errors import FaultyProtocol
from comparekit.ingest.replacement_file import load_replacement_protocol
from comparekit.ingest.tariff_file import list_tariffs
from comparekit.tariff_curve import cost_curve

FAR = np.array([[10_000.0, 10_001.0]])


@pytest.mark.parametrize("tariff", list_tariffs(), ids=lambda tariff: tariff.id)
def test_no_shipped_price_list_is_steeper_than_what_the_protocol_assumes(tariff):
    steepest = load_replacement_protocol(f"{tariff.utility}-replacement").steepest
    curve = cost_curve(tariff, date(2025, 4, 1), date(2025, 5, 1), peak_share=0.5)
    first = float(np.diff(curve.at(np.array([[0.0, 1.0]])))[0, 0])
    last = float(np.diff(curve.at(FAR))[0, 0])
    assert last / first <= steepest.ratio
    assert steepest.assumption  # a guideline's minimum, or examples: no rule forbids more


def test_a_ratio_below_one_is_refused(tmp_path):
    """Prices never fall from tier to tier; a share written for a ratio is a slip."""
    file = tmp_path / "own.toml"
    written = (data_folder("protocols") / "gas-replacement.toml").read_text(encoding="utf-8")
    file.write_text(written.replace("ratio = 1.5", "ratio = 0.5"), encoding="utf-8")
    with pytest.raises(FaultyProtocol, match="out_of_range"):
        load_replacement_protocol(file)
