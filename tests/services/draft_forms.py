"""The form of a new comparison, filled in and sent without a browser."""

import io
import json
import re
from html import unescape

from comparekit.store.tables import DRAFTS

HERE = {"Sec-Fetch-Site": "same-origin"}
GOOD = "2025-05-06 09:00 1204.317 3.052\n2025-05-07 09:10 1204.960 3.664\n2025-05-08 09:00 1205.5 4.2"


class Form:
    """The form of a page, filled in and sent."""

    def __init__(self, client, path="/zh/new"):
        self.client = client
        self.page = client.get(path).get_data(as_text=True)
        self.action = re.search(r'<form action="(/\w+/new/[^"]+)"', self.page)[1]
        self.token = re.search(r'name="token" value="([^"]+)"', self.page)[1]

    def send(self, act, headers=HERE, follow=True, **words):
        words = {name.replace("__", "."): value for name, value in words.items()}
        data = {"token": self.token, "act": act, **words}
        return self.client.post(
            self.action,
            data=data,
            headers=headers,
            content_type="multipart/form-data",
            follow_redirects=follow,
        )


class Study:
    """The form of a study before and after a replacement, filled in and sent."""

    def __init__(self, client, path="/zh/replacement"):
        self.client = client
        page = client.get(path).get_data(as_text=True)
        self.action = re.search(r'<form action="(/\w+/replacement/[^"]+)"', page)[1]
        self.token = re.search(r'name="token" value="([^"]+)"', page)[1]

    def send(self, act="study", headers=HERE, follow=True, **words):
        data = {"token": self.token, "act": act, **words}
        return self.client.post(
            self.action,
            data=data,
            headers=headers,
            content_type="multipart/form-data",
            follow_redirects=follow,
        )


def shown(answer):
    return unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def file(content, name="log.csv"):
    return (io.BytesIO(content.encode() if isinstance(content, str) else content), name)


def drafts(store):
    with store.reading() as connection:
        return [row.data for row in connection.execute(DRAFTS.select()) if "secret" not in row.data]


def page(client, path):
    """Children, language and title of a page written by Dash, asked for as the browser does."""
    names = ("children", "lang", "data-title")
    asked = {
        "output": "..page.children...page.lang...page.data-title..",
        "outputs": [{"id": "page", "property": name} for name in names],
        "inputs": [{"id": "url", "property": "pathname", "value": path}],
        "changedPropIds": ["url.pathname"],
    }
    answer = client.post("/_dash-update-component", json=asked)
    return json.loads(answer.get_data(as_text=True))["response"]["page"]


def content(client, path):
    """What a page written by Dash shows, as JSON text."""
    return json.dumps(page(client, path), ensure_ascii=False)
