"""Pages that present a deed object: words copied on publish, one owner, copies of their own."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail import hooks
from wagtail.models import Locale, Page

from campaigns.blocks import ActionBlock, ActionRef
from campaigns.exceptions import DeedOnTwoPages
from campaigns.pages import detach_copied_deeds, pages_of
from pages.models import HomePage, PetitionPage
from petitions.models import Petition, Signature
from tests.petitions.factories import make_petition, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(db):
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    return root.add_child(instance=HomePage(title="Home", slug="front", demand="Now"))


def make_page(home, petition, *, title="Drop it", live=True):
    page = home.add_child(
        instance=PetitionPage(
            title=title, slug=title.lower().replace(" ", "-"), petition=petition, live=False
        )
    )
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def presenting(home):
    return make_page(home, make_petition())


def copied(page, **kwargs):
    """Copy as Wagtail's admin does, hook included."""
    new = page.copy(update_attrs={"slug": f"{page.slug}-copy", "title": f"{page.title} copy"}, **kwargs)
    for hook in hooks.get_hooks("after_copy_page"):
        hook(RequestFactory().get("/"), page, new)
    return new.specific_class.objects.get(pk=new.pk)


def test_publishing_copies_the_words_into_the_petition_under_the_pages_language(presenting):
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    presenting.get_parent().copy_for_translation(spanish)
    translated = presenting.copy_for_translation(spanish)
    translated.title = "Cancélenlo"
    translated.save_revision().publish()
    assert Petition.objects.get().title == {"en": "Drop it", "es": "Cancélenlo"}


def test_a_draft_copies_nothing(presenting):
    presenting.title = "Not yet"
    presenting.save_revision()
    assert Petition.objects.get().title["en"] == "Drop it"


def test_a_page_scheduled_for_later_copies_nothing_yet(presenting):
    from datetime import timedelta

    from django.utils import timezone

    presenting.title = "Tomorrow"
    presenting.go_live_at = timezone.now() + timedelta(days=1)
    presenting.save_revision().publish()
    assert Petition.objects.get().title["en"] == "Drop it"


def test_a_copy_gets_a_petition_of_its_own_with_the_rules_and_none_of_the_signatures(presenting):
    sign(presenting.petition)
    copy = copied(presenting)
    assert copy.petition_id != presenting.petition_id
    assert copy.petition.campaign_id == presenting.petition.campaign_id
    assert copy.petition.signatures.count() == 0
    assert presenting.petition.signatures.count() == Signature.objects.count() == 1


def test_the_copys_latest_revision_names_its_own_petition_too(presenting):
    copy = copied(presenting)
    assert copy.get_latest_revision_as_object().petition_id == copy.petition_id
    copy.get_latest_revision().publish()
    copy.refresh_from_db()
    assert copy.petition_id != presenting.petition_id


def test_descendants_of_a_copied_page_get_petitions_of_their_own(home):
    pages = [make_page(home, make_petition(), title=f"Page {number}") for number in range(3)]
    copied(home, recursive=True)
    assert PetitionPage.objects.count() == 6
    assert PetitionPage.objects.values("petition").distinct().count() == 6
    for page in pages:
        before = page.petition_id
        page.refresh_from_db()
        assert page.petition_id == before


def test_a_translation_shares_the_petition(presenting):
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    presenting.get_parent().copy_for_translation(spanish)
    translated = presenting.copy_for_translation(spanish)
    assert detach_copied_deeds(translated) == 0
    translated.save_revision().publish()
    translated.refresh_from_db()
    assert translated.petition_id == presenting.petition_id
    assert list(pages_of(presenting.petition)) == [presenting, translated]


def test_an_alias_shares_the_petition(presenting):
    alias = presenting.create_alias(update_slug="drop-it-too")
    assert detach_copied_deeds(alias) == 0
    presenting.save_revision().publish()
    assert PetitionPage.objects.values("petition").distinct().count() == 1


def test_publishing_a_second_page_on_one_petition_is_refused_on_every_way(home, presenting):
    stranger = make_page(home, make_petition(), title="Another")
    stranger.petition = presenting.petition
    revision = stranger.save_revision()
    for publish in (revision.publish, lambda: stranger.publish(revision)):
        with pytest.raises(DeedOnTwoPages):
            publish()
    assert PetitionPage.objects.get(pk=stranger.pk).petition_id != presenting.petition_id


def test_the_owner_can_go_on_publishing_beside_a_foreign_draft(home, presenting):
    make_page(home, presenting.petition, title="Thief", live=False)
    presenting.title = "Still mine"
    presenting.save_revision().publish()
    assert Petition.objects.get().title["en"] == "Still mine"


def test_the_block_draws_its_kind_and_stays_empty_when_the_object_is_gone(presenting):
    block = ActionBlock()
    ref = ActionRef("petition", presenting.petition.public_id)
    assert str(presenting.petition.public_id) in block.render(ref, {"request": RequestFactory().get("/")})
    assert block.render(ActionRef("not-installed", presenting.petition.public_id)) == ""
    missing = ActionRef("petition", make_petition().campaign.public_id)
    assert block.render(missing) == ""


def test_the_block_stores_kind_and_id_and_reads_them_again(presenting):
    block = ActionBlock()
    ref = ActionRef("petition", presenting.petition.public_id)
    assert block.to_python(block.get_prep_value(ref)) == ref
    assert block.to_python("nonsense") is None
    assert block.clean(ref) == ref
    with pytest.raises(ValidationError):
        block.clean(ActionRef("petition", presenting.petition.campaign.public_id))


def test_the_blocks_definition_in_migrations_depends_on_nothing_installed():
    assert ActionBlock().deconstruct() == ("campaigns.blocks.ActionBlock", (), {})


def test_the_editor_is_told_before_publishing(home, presenting, admin_user):
    stranger = make_page(home, make_petition(), title="Another")
    form_class = PetitionPage.get_edit_handler().get_form_class()
    data = {"title": "Another", "slug": "another", "petition": presenting.petition_id, "body-count": "0"}
    form = form_class(data, instance=stranger, for_user=admin_user)
    form.defer_required_fields()
    assert not form.is_valid()
    assert "already belongs to another page" in str(form.errors["petition"])
    own = form_class({**data, "petition": stranger.petition_id}, instance=stranger, for_user=admin_user)
    assert "petition" not in own.errors
