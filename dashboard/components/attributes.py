"""Attributes whose names are no Python names."""

from __future__ import annotations

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """``aria-*`` attributes, to be spread into a component: ``**aria(hidden="true")``."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """``data-*`` attributes, to be spread into a component."""
    return {f"data-{name}": value for name, value in values.items()}
