"""Names of the few components that callbacks speak to."""

URL = "url"
PAGE = "page"
DIFFERENCE_FIGURE = "difference-figure"
