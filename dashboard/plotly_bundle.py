"""The part of plotly.js that our figures need, and where a page finds it.

The maker's own "basic" bundle (scatter, bar, pie), unchanged, MIT; a quarter of the whole. Dash would load
the whole, which lies in the plotly package, as soon as a page has a graph.
"""

from __future__ import annotations

#: Of the bundle; that of the installed plotly must agree to the second number.
VERSION = "4.1.1"

#: Folder of the assets that Dash does not put on every page.
FOLDER = "plotly"

ADDRESS = f"/assets/{FOLDER}/plotly-basic-{VERSION}.min.js"
