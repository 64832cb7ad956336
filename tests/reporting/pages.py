"""Pages to take away, as tests look at them: parsed, and each made once."""

from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser

from comparekit.reporting.compose import compose_report
from comparekit.reporting.html import report_html
from comparekit.services.stories import run_story

VOID = {"meta", "input", "br", "img", "link", "hr"}


@cache
def report_of(story):
    """The report of a story."""
    return compose_report(run_story(story))


@cache
def page_of(story, language="zh"):
    """The page of a story, opening in `language`."""
    return report_html(replace(report_of(story), language=language))


@dataclass
class Parsed(HTMLParser):
    """Elements of a page in order, the text of each edition, and what does not balance."""

    elements: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    open: list = field(default_factory=list)
    texts: dict = field(default_factory=lambda: {"zh": [], "en": []})
    style: str = ""

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"<{tag}> with an attribute twice")
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1][0] == "style":
            self.style += data
        for _, attributes in self.open:
            if attributes.get("id") in self.texts:
                self.texts[attributes["id"]].append(data.replace("\xa0", " "))

    def text(self, language):
        return "\n".join(self.texts[language])


def parsed(page):
    """A page as elements and text."""
    parser = Parsed()
    parser.feed(page)
    parser.close()
    parser.faults += [f"<{tag}> left open" for tag, _ in parser.open]
    return parser
