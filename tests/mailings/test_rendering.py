"""A mail written from its blocks: HTML, plain text made from it, links that are counted."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.urls import reverse
from wagtail.images.models import Filter
from wagtail.models import Collection, Locale, Page, Site

from campaigns.act_links import act_token
from campaigns.blocks import ActionRef
from mailings.enums import Variant
from mailings.jobs.links import make_links
from mailings.mail_parts import LOGO_FILTER, PICTURE_FILTER
from mailings.models import MailContent, MailLink
from mailings.previewing import merged_sample
from mailings.rendering import MergePerson, merge, render
from mailings.selectors.words import best_words, render_for_people, words_of
from pages.models import CampaignImage, HomePage, PetitionPage
from pages.pictures import clean_picture
from petitions.names import SIGNED
from petitions.selectors import forget_rules
from supporters.models import Organization, Partner
from tests.events.factories import make_event
from tests.mailings.factories import make_mailing, make_wrapper, write
from tests.petitions.factories import make_petition
from tests.site.factories import photo

pytestmark = pytest.mark.django_db
BASE = "http://localhost:8000"
ADA = UUID(int=7)
LEAVE = f"{BASE}/do/leave/me/"


@pytest.fixture
def home():
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Home", slug="front", demand="Now"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    Site.clear_site_root_paths_cache()
    return home


@pytest.fixture
def petition(home):
    petition = make_petition()
    page = home.add_child(
        instance=PetitionPage(title="Drop the contract", slug="drop", petition=petition, live=False)
    )
    page.save_revision().publish()
    forget_rules()
    return petition


@pytest.fixture
def image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    image = CampaignImage.objects.create(
        title="A poster", description="A red poster", file=clean_picture(photo(size=(1200, 600)))
    )
    image.contextual_alt_text, image.decorative = "A red poster", False
    for spec in (PICTURE_FILTER, LOGO_FILTER):
        # Wagtail leaves its own temporary file open.
        drawn = Filter(spec=spec)
        with image.generate_rendition_file(drawn) as file:
            image.renditions.create(filter_spec=spec, focal_point_key=drawn.get_cache_key(image), file=file)
    return image


def action(obj, kind=SIGNED, **said):
    return (
        "action",
        {"action": ActionRef(kind, obj.public_id), "title": "", "words": "", "label": "", **said},
    )


def written(*body, mailing=None, **more):
    """Words with this body, in a mailing of their own."""
    return write(mailing or make_mailing(is_written=False), body=list(body), **more)


def read_by(content, **known):
    """The mail as Ada reads it."""
    return merge(
        render_for_people(content),
        MergePerson(ADA, given_name="Ada", list_name="News", unsubscribe_url=LEAVE, **known),
        now=datetime(2026, 5, 1, tzinfo=UTC),
    )


def test_every_block_is_in_the_html_and_in_the_text(petition, image):
    partner = Partner.objects.create(name="Bay Coalition", website="https://example.org/bay")
    content = written(
        ("heading", "We are close"),
        (
            "text",
            '<p>Dear {{ given_name|"friend" }}, <b>one</b> week.</p><ol><li>Sign</li><li>Tell</li></ol>',
        ),
        ("image", {"image": image, "caption": "Friday", "url": ""}),
        action(petition, words="It takes a minute."),
        ("button", {"label": "Read more", "page": None, "url": "https://example.org/more"}),
        ("divider", None),
        ("quote", {"words": "We will not stop.", "who": "Somebody, in office"}),
        ("footer", {"partner": str(partner.public_id), "words": "We stand with you."}),
    )
    mail = read_by(content)

    body = mail.text.partition("\n-- \n")[0]
    assert body == (
        "We are close\n============\n\n"
        "Dear Ada, one week.\n\n1. Sign\n2. Tell\n\n"
        "[A red poster]\nFriday\n\n"
        f"Drop the contract\n\nIt takes a minute.\n\nSign now:\n{act_of(petition, content)}\n\n"
        "Read more:\nhttps://example.org/more\n\n"
        "--------------------\n\n"
        "> We will not stop.\n— Somebody, in office\n\n"
        "Together with Bay Coalition\nWe stand with you.\nhttps://example.org/bay\n"
    )
    for said in ("We are close", "<b>one</b>", 'alt="A red poster"', "Sign now", "Bay Coalition"):
        assert said in mail.html


def act_of(petition, content):
    """Ada's own link to one press; minutes decide about its token."""
    token = act_token(supporter_id=ADA, action_id=petition.public_id)
    return f"{BASE}{reverse('countersign_act', args=[token])}?source={content.mailing.source}"


def test_a_block_whose_fields_were_left_out_stands_without_them(petition):
    def kept(*body):
        return render(MailContent.objects.get(pk=written(*body).pk))

    rendered = kept(
        ("action", {"action": ActionRef(SIGNED, petition.public_id)}), ("quote", {"words": "Yes"})
    )
    assert (rendered.lost, "Drop the contract" in "".join(rendered.text.parts)) == ((), True)
    assert kept(("button", {"label": "Go"})).lost == ("button",)


def test_a_mail_asks_no_other_host_for_anything_and_runs_nothing(petition, image):
    wrapper = make_wrapper(logo=[("image", image)])
    content = written(
        ("image", {"image": image, "caption": "", "url": ""}),
        mailing=make_mailing(wrapper=wrapper, is_written=False),
    )
    html = read_by(content).html

    assert {url.split("/")[2] for url in re.findall(r'src="([^"]+)"', html)} == {"localhost:8000"}
    assert re.findall(r"<script|<link|@import|url\(|googleapis", html) == []


def test_nothing_an_editor_types_breaks_out(petition):
    nasty = '"><script>alert(1)</script>%%0%%{{ x }}\\u{e000}</mj-text><mj-raw>'
    content = written(
        ("heading", nasty[:100]),
        ("quote", {"words": nasty, "who": nasty}),
        ("button", {"label": nasty[:60], "page": None, "url": 'https://example.org/"><script>'}),
        ("text", '<p onclick="x()">Hi<script>alert(1)</script><a href="javascript:alert(1)">there</a></p>'),
        action(petition, title=nasty[:100], label=nasty[:50]),
        subject=nasty[:100],
        preheader=nasty,
    )
    html = read_by(content).html

    assert re.findall(r"<script|<mj-|</mj-|<[^>]*(?:onclick|javascript:)", html) == []
    assert "%%0%%" in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/"])
def test_a_button_leads_to_pages_and_mailboxes_and_to_nothing_else(url):
    content = written(("button", {"label": "Go", "page": None, "url": url}))

    assert render(content).lost == ("button",)
    assert url not in read_by(content).html


def test_links_of_ours_are_counted_and_carry_the_source_and_those_of_others_are_left_alone(petition):
    text = (
        '<p><a href="/en/?a=1&amp;source=x">ours</a> <a href="https://example.org/?a=1&amp;b=2">theirs</a> '
        '<a href="mailto:us@example.org">mail</a></p>'
    )
    content = written(("text", text), action(petition))

    assert make_links(content.mailing) == 2
    assert make_links(content.mailing) == 0
    links = dict(MailLink.objects.values_list("url", "code"))
    source = content.mailing.source
    page = f"{BASE}/en/drop/?source={source}"
    assert set(links) == {f"{BASE}/en/?a=1&source={source}", page}
    token = act_token(supporter_id=ADA, action_id=petition.public_id)
    hrefs = [url.replace("&amp;", "&") for url in re.findall(r'href="([^"]+)"', read_by(content).html)]
    assert hrefs[:4] == [
        f"{BASE}/do/s/{links[f'{BASE}/en/?a=1&source={source}']}/",
        "https://example.org/?a=1&b=2",
        "mailto:us@example.org",
        f"{BASE}/do/s/{links[page]}/{token}/",
    ]


def test_an_address_that_no_row_can_hold_is_linked_as_it_is():
    content = written(("text", f'<p><a href="/en/?q={"x" * 600}">long</a></p>'))

    assert make_links(content.mailing) == 0
    assert f"{BASE}/en/?q={'x' * 600}&source={content.mailing.source}" in read_by(content).text


# Wagtail leaves its own temporary file open where it cannot read the picture.
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_a_mail_is_whole_without_a_picture_whose_file_is_gone(image):
    wrapper = make_wrapper(logo=[("image", image)])
    mailing = make_mailing(wrapper=wrapper, is_written=False)
    content = written(
        ("heading", "Hi"), ("image", {"image": image, "caption": "", "url": ""}), mailing=mailing
    )
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)
    content = MailContent.objects.get(pk=content.pk)

    assert render(content).lost == ("picture",)
    assert read_by(content).text.startswith("Hi\n")


def test_a_link_to_a_guarded_event_names_nobody(home):
    content = written(action(make_event(is_guarded=True), kind="events.attend"))

    assert [slot.name for slot in render(content).slots if slot.name == "act"] == []


def test_a_preview_leads_to_pages_and_is_counted_nowhere(petition):
    mail = merged_sample(written(action(petition)))

    assert f"Sign now:\n{BASE}/en/drop/\n" in mail.text


def test_who_we_are_why_they_get_it_and_the_way_out_stand_under_every_mail():
    organization = Organization.load()
    organization.name, organization.postal_address = "The campaign", "PO Box 1\nAnytown"
    organization.save()
    mail = read_by(written(("heading", "Hi")))

    foot = mail.text.partition("\n-- \n")[2]
    assert foot == (
        "You get this mail because you are on this list: News\n\n"
        f"Leave this list: {LEAVE}\nWhat we hold about you: {BASE}/do/own-door/\n\n"
        "The campaign\nPO Box 1\nAnytown\n\n"
        "This mail has no trackers. Nobody sees whether you open it; presses on links are counted for all of "
        "you together.\n"
    )
    assert mail.html.count(f'href="{LEAVE}"') == 1


def test_the_second_wording_may_be_a_subject_alone():
    mailing = make_mailing(is_written=False)
    written(("heading", "The body"), mailing=mailing)
    second = written(mailing=mailing, variant=Variant.B, subject="Other")

    mail = read_by(second)
    assert mail.subject == "Other"
    assert mail.text.startswith("The body\n")


def test_everybody_gets_their_language_and_the_sites_first_where_it_is_not_written():
    words = words_of(make_mailing())

    assert best_words(words, variant="a", language="es").language == "es"
    assert best_words(words, variant="a", language="es-mx").language == "es"
    assert best_words(words, variant="b", language="fr").language == "en"
    assert best_words({}, variant="a", language="en") is None


def test_the_language_and_direction_of_a_mail_are_said(settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    html = read_by(written(("heading", "مرحبا"), ("quote", {"words": "x", "who": ""}), language="ar")).html

    assert '<html lang="ar" dir="rtl"' in html
    assert "direction:ltr;font-size:0px;padding:32px" not in html
    assert "border-right:4px" in html


def test_the_dark_look_is_in_the_mail_and_what_programs_turn_off_is_not_needed():
    html = read_by(written(("heading", "Hi"))).html

    assert "@media (prefers-color-scheme: dark)" in html
    assert '<meta name="color-scheme" content="light dark"' in html
    assert 'style="margin:8px 0 12px;font-size:26px' in html
