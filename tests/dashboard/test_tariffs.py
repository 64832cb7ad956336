"""Tariffs on the page of rules, only where the services offer them."""

import json

import pytest

from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.protocol_file import list_protocols
from comparekit.ingest.tariff_file import list_tariffs
from dashboard.pages import rules
from dashboard.place import Place
from dashboard.settings import DashboardServices

WITH = DashboardServices(protocols=list_protocols, tariffs=list_tariffs)


def shown(place, services):
    body = rules.page(place, services).body()
    return json.dumps(body, default=lambda part: part.to_plotly_json(), ensure_ascii=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tariffs_are_listed_with_the_protocols_and_each_has_its_page(language):
    listed = shown(Place(language, ("protocols",)), WITH)
    for tariff in list_tariffs():
        assert f"/{language}/protocols/{tariff.id}" in listed
        page = shown(Place(language, ("protocols", tariff.id)), WITH)
        assert tariff.title[language] in page and '"sheet"' not in page


def test_without_the_service_there_is_none():
    place = Place("zh", ("protocols", "water-tariff-kunming"))
    assert rules.page(place, DashboardServices(protocols=list_protocols)) is None
