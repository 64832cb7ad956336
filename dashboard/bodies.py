"""Bodies of pages that are the same whoever asks: made once, remembered as the data they are sent as."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

from plotly.utils import PlotlyJSONEncoder

from dashboard.pages.page import Page

_KEPT = 24 * 1024**2  # letters of JSON; as data they take some four times as many bytes


class Bodies:
    """The latest bodies, by the keys of their pages."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, page: Page) -> Any:
        """The body of `page`, as components or as the plain data that Dash makes of them."""
        if page.key is None:
            return page.body()
        with self._lock:
            if page.key in self._kept:
                self._kept.move_to_end(page.key)
                return self._kept[page.key][1]
        words = json.dumps(page.body(), cls=PlotlyJSONEncoder)
        made = json.loads(words)
        with self._lock:
            self._keep(page.key, len(words), made)
        return made

    def _keep(self, key: Hashable, size: int, made: Any) -> None:
        if key in self._kept:  # made twice at once
            return
        self._kept[key] = (size, made)
        self._size += size
        while self._size > self._most:
            self._size -= self._kept.popitem(last=False)[1][0]
