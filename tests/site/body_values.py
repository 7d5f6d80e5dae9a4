"""Bodies of pages for tests, as an editor would have filled them in."""

from io import BytesIO
from uuid import uuid4

from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images.blocks import ImageBlock

from campaigns.enums import TargetKind
from campaigns.models import Target
from pages.blocks import TableBlock
from pages.models import CampaignImage, StandardPage
from privacy.localized import LocalizedText
from supporters.models import List, Partner
from tests.campaigns.factories import make_contract, make_measure
from tests.site.page_builders import publish

TEXT = "<p>Some <b>words</b>.</p>"
SOURCE = {"source": "The minutes, May 2019", "source_url": "https://example.org/minutes"}
LINK = {"label": "Act", "page": None, "url": "https://example.org/act"}
NO_LINK = {"label": "", "page": None, "url": ""}


def make_picture(title="A square", *, size=(64, 48), colour="red"):
    """A picture of the library, with a description."""
    out = BytesIO()
    Picture.new("RGB", size, colour).save(out, "PNG")
    image = CampaignImage(title=title, description=f"{title}, described")
    image.file.save("square.png", ContentFile(out.getvalue()), save=False)
    image.save()
    return image


def make_document(title="A flyer"):
    """A file to download."""
    document = get_document_model()(title=title)
    document.file.save("flyer.pdf", ContentFile(b"%PDF-1.4 nothing"), save=False)
    document.file_size = document.file.size
    document.save()
    return document


def as_value(image):
    """How a body keeps a picture."""
    return {"image": image.pk, "alt_text": image.description, "decorative": False}


def office(**fields):
    """A target that can be written to and called."""
    known = {"office_email": "council@example.org", "office_phone": "(415) 555-0100", "country": "US"}
    return Target.objects.create(kind=TargetKind.COUNCIL, **{"name": "The council", **known, **fields})


def make_list(name="News"):
    """A list that anybody can join."""
    return List.objects.create(name=LocalizedText(en=name), is_public=True)


def make_partner(name="A partner"):
    """An organization of the coalition."""
    return Partner.objects.get_or_create(name=name, defaults={"website": "https://example.org/partner"})[0]


def every_block(*, image=None, document=None, target=None, mail_list=None, partner=None):
    """One block of each sort but ``action``, as pairs of type and stored value."""
    image, document, target = image or make_picture(), document or make_document(), target or office()
    mail_list, partner = mail_list or make_list(), partner or make_partner()
    letter = {"language": "en", "subject": "Please end it", "points": "Dear council,\nplease."}
    return [
        ("heading", "A heading"),
        ("text", TEXT),
        (
            "hero",
            {
                "kicker": "To the council",
                "heading": "End it",
                "lead": "Now.",
                "image": as_value(image),
                "link": LINK,
            },
        ),
        (
            "facts",
            {"heading": "Known", "facts": [item({"figure": "41", "sentence": "A sentence.", **SOURCE})]},
        ),
        ("quote", {"words": "Never again.", "who": "The chair", **SOURCE}),
        ("steps", {"heading": "Next", "steps": [item("You sign."), item("They vote.")]}),
        (
            "wins",
            {
                "heading": "Won",
                "wins": [
                    item({"day": "2019-05-14", "title": "An older win", "words": "", **SOURCE}),
                    item({"day": "2019-06-27", "title": "A newer win", "words": "So.", **SOURCE}),
                ],
            },
        ),
        ("faq", {"heading": "Questions", "questions": [item({"question": "Why?", "answer": TEXT})]}),
        ("callout", {"heading": "Mind", "words": TEXT, "link": LINK}),
        (
            "columns",
            {
                "columns": [
                    item([part("text", TEXT)]),
                    item(
                        [{"type": "heading", "value": "Beside"}, {"type": "picture", "value": photo(image)}]
                    ),
                ]
            },
        ),
        ("picture", photo(image)),
        (
            "video",
            {
                "url": "https://www.youtube.com/watch?v=abcdefghijk",
                "title": "A film",
                "poster": as_value(image),
                "transcript": TEXT,
            },
        ),
        (
            "table",
            {
                "columns": [
                    {"type": "words", "heading": "City"},
                    {"type": "figure", "heading": "Votes"},
                    {"type": "text", "heading": "Why"},
                ],
                "rows": [{"values": ["Oakland", "8", TEXT]}],
                "caption": "Votes by city",
            },
        ),
        (
            "documents",
            {
                "heading": "Files",
                "files": [item({"document": document.pk, "title": "", "words": "both sides"})],
            },
        ),
        (
            "link_card",
            {"url": "https://www.example.org/a", "title": "Theirs", "words": "", "whose": "", "image": None},
        ),
        (
            "partners",
            {"heading": "With", "partners": [item({"partner": partner.pk, "logo": as_value(image)})]},
        ),
        ("events", {"heading": "Come", "campaign": None, "number": 3}),
        ("write", {"target": target.pk, "heading": "", "words": "", "letters": [item(letter)]}),
        (
            "call",
            {
                "target": target.pk,
                "heading": "",
                "words": "",
                "scripts": [item({"language": "en", "script": "Hello."})],
            },
        ),
        ("join", {"list": mail_list.pk, "heading": "", "words": ""}),
        ("share", {"sentence": "100 % of us"}),
        ("dossier", {"target": target.pk, "heading": ""}),
        ("contracts", {"target": target.pk, "heading": "Contracts"}),
        ("fights", {"heading": "Fights", "words": ""}),
    ]


def item(value):
    """One item of a list in a body."""
    return {"type": "item", "id": str(uuid4()), "value": value}


def hollow(block):
    """What a form keeps of this block of which every field was left empty."""
    if isinstance(block, blocks.ListBlock):
        return [item(hollow(block.child_block))]
    if isinstance(block, blocks.StreamBlock):
        return []
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        return {name: hollow(child) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock | blocks.URLBlock):
        return ""
    return block.get_prep_value(block.get_default()) if isinstance(block, TableBlock) else None


def part(kind, value):
    """One block of a body."""
    return {"type": kind, "value": value}


def photo(image):
    """The value of a picture block."""
    return {"image": as_value(image), "caption": "A caption", "credit": "CC0"}


def make_page(parent, body, *, title="A page", translation_of=None):
    """A published page with these blocks: pairs of type and stored value."""
    raw = [{"type": kind, "value": value} for kind, value in body]
    page = StandardPage(title=title, locale=parent.locale)
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    page.body = StandardPage._meta.get_field("body").to_python(raw)
    return publish(parent, page)


def make_facts(target):
    """A contract of ``target`` and one local fight."""
    make_contract(vendor=target)
    make_measure()
