import pytest

from comparekit.errors import FaultyInput, FaultyMeters
from comparekit.ingest.meters_file import load_meters
from comparekit.ingest.read import read_log_bytes


@pytest.fixture
def read():
    """Reads a log given as text."""
    return lambda text, **options: read_log_bytes(text.encode(), "log.csv", **options)


@pytest.fixture
def faults_of(read):
    """Faults of a log given as text or bytes, as (code, row, column)."""

    def faults(content, *, whole=False, **options):
        data = content.encode() if isinstance(content, str) else content
        with pytest.raises(FaultyInput) as caught:
            read_log_bytes(data, "log.csv", **options)
        found = caught.value.faults
        return found if whole else [(f.code, f.row, f.column) for f in found]

    return faults


@pytest.fixture
def load_plates(tmp_path):
    """Meters from a text or bytes."""

    def read(content):
        path = tmp_path / "meters.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_meters(path)

    return read


@pytest.fixture
def plate_faults(load_plates):
    """Faults of a text as (code, row, column), all of them."""

    def read(content, *, whole=False):
        with pytest.raises(FaultyMeters) as caught:
            load_plates(content)
        found = caught.value.faults
        return found if whole else [(f.code, f.row, f.column) for f in found]

    return read
