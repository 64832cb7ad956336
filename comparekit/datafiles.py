"""Where the data files are: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Folder `name` ("protocols" or "sample_runs").

    A wheel carries these folders inside the package; an editable install finds them in the checkout.
    """
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}: neither in {_PACKAGE / 'data'} nor in {_PACKAGE.parent}")
