import pytest

from comparekit.errors import FaultyInput
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
