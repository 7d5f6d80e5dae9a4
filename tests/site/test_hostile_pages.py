"""What an editor, or a table of somebody else's, wrote stays text on every public surface."""

import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Collection, CollectionViewRestriction

from campaigns.enums import MeasureState, RecruitingKind, RelationKind, Stand
from campaigns.models import (
    CampaignMember,
    Institution,
    MeasureStep,
    MeasureText,
    Recruiting,
    Reply,
    Seat,
    TargetRelation,
)
from campaigns.roles import top_up_groups
from pages.blocks import examples
from pages.models import FightsPage, TargetPage, UpdatesPage
from privacy.days import utc_today
from privacy.localized import LocalizedText
from privacy.roles import Role
from supporters.models import Organization
from tests.campaigns.factories import make_campaign, make_contract, make_measure
from tests.site.body_values import every_block, make_document, make_list, make_page, make_partner, office
from tests.site.page_builders import make_campaign_page, make_guide, make_home, make_update, publish
from tests.site.test_site_search import index  # noqa: F401  a fixture

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary files of new renditions to the collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile"),
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"),
]

ATTACKS = {
    "script": "</script><script>alert(1)</script>",
    "image": '"><img src=x onerror="alert(2)">',
    "drawing": "<svg/onload=alert(3)><animate onbegin=alert(3)>",
    "attribute": "' onmouseover='alert(4)",
    "address": "javascript:alert(5)",
    "template": "{{7*7}}{% debug %}",
    # As it comes along when somebody copies out of a PDF; XML has no way to say it.
    "control": "one\x0btwo\x1fthree",
}
SOURCE = "https://example.org/source"
# What a body says of itself, which is no text of anybody's.
NO_TEXT = {"type", "id", "language", "url", "source_url", "image", "day", "list"}


class Reader(HTMLParser):
    """Collects what would run, or lead into a script."""

    def __init__(self):
        super().__init__()
        self.alive = []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        runs = [name for name in said if name.startswith("on")]
        leads = [
            name for name in ("href", "src", "action") if (said.get(name) or "").startswith("javascript:")
        ]
        is_inline = tag == "script" and "src" not in said
        if runs or leads or is_inline or tag == "animate" or said.get("src") == "x":
            self.alive.append((tag, attrs))


def alive_in(html: str):
    reader = Reader()
    reader.feed(html)
    return reader.alive


def written(value, words, name=""):
    """The stored value of a block with ``words`` in place of every text."""
    if isinstance(value, dict):
        return {key: inner if key in NO_TEXT else written(inner, words, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [written(inner, words, name) for inner in value]
    # Rich text is made by Wagtail's editor, which keeps to its own list of marks.
    return words if isinstance(value, str) and not value.startswith("<p>") else value


def write_facts(words):
    """A target with all that hangs on it, and a fight; returns both."""
    said = LocalizedText(en=words, es=words)
    target = office(name=f"{words} A", about=said, office_hours=said, office_address=words)
    other = office(name=f"{words} B")
    TargetRelation.objects.create(source=target, other=other, kind=RelationKind.OWNED_BY, source_url=SOURCE)
    school = Institution.objects.create(name=words)
    Recruiting.objects.create(
        target=target,
        institution=school,
        kind=RecruitingKind.values[0],
        day=utc_today(),
        note=said,
        source_url=SOURCE,
    )
    Reply.objects.create(target=target, day=utc_today(), summary=said)
    make_contract(
        vendor=target, agency=other, product=words, number=words, source_name=words, starts=utc_today()
    )
    measure = make_measure(
        MeasureState.IDEA,
        place=words,
        seats=[Stand.FOR],
        title=said,
        summary=said,
        carve_outs=said,
        how_to_speak=said,
        hearing_place=words,
        number=words,
        body=target,
        hearing_local=datetime(2099, 1, 5, 10),  # noqa: DTZ001  what clocks there show
    )
    Seat.objects.update(name=words, seat=words)
    MeasureStep.objects.update(note=said)
    MeasureText.objects.create(measure=measure, version=words, url=SOURCE)
    return target, measure


@pytest.mark.parametrize("words", ATTACKS.values(), ids=ATTACKS)
def test_hostile_words_stay_words_on_every_page_and_in_every_feed(index, ground, client, words):  # noqa: F811
    home = make_home(ground)
    target, measure = write_facts(words)
    organization = Organization.load()
    said = LocalizedText(en=words)
    organization.name, organization.about, organization.footer = words, said, said
    organization.never_asks = said
    organization.save()
    body = [
        (kind, written(value, words))
        for kind, value in every_block(target=target, mail_list=make_list(words), partner=make_partner(words))
    ]
    campaign = make_campaign_page(
        home, title=words, demand=words, lead=words, wrong=words, who=words, now=words, act_words=words[:40]
    )
    news = publish(campaign, UpdatesPage(title=words, slug="news", lead=words))
    guide = make_guide(campaign, title=words, slug="guide", lead=words, reviewer=words)
    pages = [
        home,
        campaign,
        news,
        guide,
        make_page(home, body, title=words),
        make_update(campaign, title=words, slug="update", lead=words, office=words),
        publish(home, TargetPage(title=words, slug="target", target=target, lead=words)),
        publish(home, FightsPage(title=words, slug="fights", lead=words)),
    ]
    call_command("update_index", verbosity=0)
    addresses = [page.url for page in pages]
    addresses += [f"{guide.url}print/", f"/en/search/?q={quote(words)}", "/en/search/?q=alert"]
    addresses += ["/do/really-us/", "/do/fights/", f"/do/fights/{measure.public_id}/", "/en/not-there/"]

    answers = {address: client.get(address) for address in addresses}
    drawn = {address: answer.content.decode() for address, answer in answers.items()}

    assert {address: alive_in(html) for address, html in drawn.items() if alive_in(html)} == {}
    assert {address for address, answer in answers.items() if answer.cookies} == set()
    feed = ET.fromstring(client.get(f"{news.url}feed/").content)
    # What a feed calls HTML is drawn as such by who reads it.
    assert [alive_in(part.text) for part in feed.iter() if part.get("type") == "html"] == [[]]
    ET.fromstring(client.get("/sitemap.xml").content)
    assert client.get("/do/fights.ics").content.count(b"BEGIN:VEVENT") == 1


def test_an_address_of_an_office_brings_no_further_recipient_along(ground, client):
    """“?” and “&” may stand in an address: a browser would take what follows for a copy to somebody."""
    hostile = "x?bcc=spy%40example.net&y@example.org"
    target = office(office_email=hostile)
    target.full_clean()
    measure = make_measure(MeasureState.IDEA, seats=[Stand.FOR], body=target)
    Seat.objects.update(office_email=hostile)
    Organization.objects.update_or_create(pk=Organization.load().pk, defaults={"contact_email": hostile})
    page = publish(make_home(ground), TargetPage(title="Dossier", target=target))

    found = [
        link
        for address in (page.url, f"/do/fights/{measure.public_id}/", "/do/really-us/")
        for link in re.findall(r'"mailto:([^"]*)"', client.get(address).content.decode())
    ]

    assert set(found) == {"x%3Fbcc%3Dspy%2540example.net%26y@example.org"}


def test_every_template_quotes_the_address_of_a_mail_link():
    root = Path(settings.BASE_DIR)
    bare = [
        str(path.relative_to(root))
        for folder in ("templates", "campaigns", "supporters", "petitions", "events", "donations", "privacy")
        for path in (root / folder).rglob("*.html")
        # Inside a sentence to be translated no filter can stand: there it was quoted as ``link``.
        if re.search(r"mailto:\{\{\s*(?!link\b)[\w.]+\s*\}\}", path.read_text())
    ]

    assert bare == []


def test_the_list_of_blocks_names_no_file_that_is_kept_for_some(ground):
    shown = make_document("A flyer")
    kept = Collection.get_first_root_node().add_child(name="Kept")
    CollectionViewRestriction.objects.create(collection=kept, restriction_type="login")
    hidden = make_document("Who defends us")
    hidden.collection = kept
    hidden.save()

    assert [file["document"] for file in examples.documents()["files"]] == [shown]


def test_an_editor_is_offered_no_campaign_of_others(ground, client, django_user_model):
    home = make_home(ground)
    others = make_campaign(title="Not told yet")
    top_up_groups()
    editor = django_user_model.objects.create_user("edith", password="a long enough password")
    editor.groups.add(Group.objects.get(name=Role.EDITORS))
    mine = make_campaign(title="Mine")
    CampaignMember.objects.create(campaign=mine, user=editor)
    client.force_login(editor)

    form = client.get(f"/admin/pages/add/site_pages/campaignpage/{home.pk}/").context["form"]

    assert list(form.fields["campaign"].queryset) == [mine]
    page = make_campaign_page(home, campaign=others)
    form = client.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    assert set(form.fields["campaign"].queryset) == {mine, others}
