"""The one wrapper of `dcc.Graph`: what it may do is settled here."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, cast

from dash import dcc

from comparekit.figures.data import FigureData
from comparekit.figures.plotly_ import plotly_data

#: Without these a graph offers to send its data to a cloud service and carries a maker's logo.
CONFIG = MappingProxyType(
    {
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "displaylogo": False,
        "displayModeBar": False,
        "responsive": True,
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "showAxisDragHandles": False,
    }
)


def graph(figure: FigureData, component_id: str) -> Any:
    """A responsive graph of `figure`; its height comes from the style sheet.

    Parameters
    ----------
    figure : FigureData
        Drawn with plotly.
    component_id : str
        One of `dashboard.ids`.
    """
    return dcc.Graph(
        id=component_id,
        figure=plotly_data(figure),
        config=cast(Any, dict(CONFIG)),
        responsive=True,
        className="graph",
    )
