"""Staff's side: lists, partners, tags, wordings and the organization; never a supporter."""

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.models import ReferenceIndex
from wagtail.search.index import class_is_indexed
from wagtail.snippets.models import get_snippet_models

from supporters import registries
from supporters.models import (
    Consent,
    ConsentWording,
    List,
    Organization,
    Partner,
    SubjectIndex,
    Subscription,
    Supporter,
    SupporterNote,
    Tag,
)
from tests.supporters.factories import admit, wording

pytestmark = pytest.mark.django_db


def test_a_mailer_makes_a_list_in_both_languages(staff):
    page = staff("Mailers").post(reverse("list:add"), {"name_en": "News", "name_es": "Novedades"})

    assert page.status_code == 302, page.context["form"].errors
    assert List.objects.get().name == {"en": "News", "es": "Novedades"}


def test_a_list_without_any_name_is_refused(staff):
    assert staff("Mailers").post(reverse("list:add"), {"name_en": "", "name_es": ""}).status_code == 200
    assert List.objects.count() == 0


def test_a_new_partner_gets_its_consent_questions(staff, monkeypatch):
    monkeypatch.setattr(
        "supporters.registries.partner_wordings", {"tests.partner": {"en": "May %(partner)s write?"}}
    )
    staff("Data stewards").post(reverse("partner:add"), {"name": "Neighbors United", "website": ""})

    assert ConsentWording.objects.get(partner=Partner.objects.get()).text == "May Neighbors United write?"


def test_a_tag_about_papers_is_refused_with_the_reason(staff):
    page = staff("Mailers").post(reverse("tag:add"), {"name": "undocumented"})

    assert "undocumented" in page.text
    assert Tag.objects.count() == 0


def test_the_listing_of_wordings_has_words_in_place_of_keys_and_codes(staff, monkeypatch):
    monkeypatch.setitem(registries.question_names, "tests.news", "News of a test")
    wording(text="News?")
    page = staff("Data stewards").get(f"{reverse('consentwording:index')}?key=tests.news&language=en")

    assert page.text.count("News?") == 1
    assert ("News of a test" in page.text, "English" in page.text) == (True, True)


def test_new_words_are_a_new_version(staff):
    wording(text="Old words?")
    page = staff("Data stewards").post(
        reverse("consentwording:add"),
        {"key": "tests.news", "text_en": "New words?", "text_es": "¿Otras palabras?"},
    )

    assert page.status_code == 302, page.context["form"].errors
    versions = ConsentWording.objects.filter(key="tests.news").order_by("version", "language")
    assert [(row.version, row.language, row.text) for row in versions] == [
        (1, "en", "Old words?"),
        (2, "en", "New words?"),
        (2, "es", "¿Otras palabras?"),
    ]


def test_words_in_no_language_are_refused(staff):
    wording()
    page = staff("Data stewards").post(reverse("consentwording:add"), {"key": "tests.news"})

    assert page.status_code == 200
    assert ConsentWording.objects.filter(key="tests.news").count() == 1


@pytest.mark.parametrize("deed", ["edit", "delete", "history", "usage"])
def test_no_route_changes_or_removes_a_wording(deed):
    with pytest.raises(NoReverseMatch):
        reverse(f"consentwording:{deed}", args=[1])


def test_the_wordings_are_listed_with_whom_the_yes_is_for(staff):
    wording(text="May we?")
    page = staff("Data stewards").get(reverse("consentwording:index"))

    assert ("May we?" in page.text, page.status_code) == (True, 200)


def test_an_administrator_edits_the_organization_in_both_languages(staff):
    organization = Organization.load()
    url = reverse("wagtailsettings:edit", args=["countersign_supporters", "organization", organization.pk])
    said = {"name": "No Tech for Raids", "about_en": "We organize.", "about_es": "Nos organizamos."}
    staff("Administrators").post(url, said)

    organization.refresh_from_db()
    assert (organization.name, organization.about["es"]) == ("No Tech for Raids", "Nos organizamos.")


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Treasurers"])
@pytest.mark.parametrize("name", ["list", "partner", "tag", "consentwording"])
def test_other_roles_add_nothing(staff, role, name):
    client = staff(role)

    assert client.get(reverse(f"{name}:add")).status_code == 302
    assert client.get(reverse(f"{name}:index")).status_code == 302


@pytest.mark.parametrize("model", [Supporter, SubjectIndex, SupporterNote, Subscription, Consent])
def test_wagtail_keeps_nothing_about_people(model):
    assert model not in get_snippet_models()
    assert not class_is_indexed(model)
    assert not ReferenceIndex.is_indexed(model)
    assert not hasattr(model, "revisions")


def test_no_str_tells_who_somebody_is():
    supporter = admit("maria@example.org", given_name="María")
    rows = [supporter, *SubjectIndex.objects.all()]

    assert [text for text in map(str, rows) if "mar" in text.lower()] == []
