"""What the editor's list of blocks shows of each: words that could be anybody's, rows that are there.

Called each time one is shown. Nobody is named in them, and nothing in them is a fact.
"""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from campaigns.models import Target
from privacy.days import utc_today
from supporters.models import List, Partner

MOST_LOOKED_AT = 20


def _newest(model: type[Model]) -> Any:
    return model._default_manager.order_by("-pk").first()


def _picture() -> Any:
    """The newest picture of the library, told as Wagtail's ImageBlock tells it; None where there is none."""
    image = _newest(get_image_model())
    return {"image": image, "alt_text": image.default_alt_text, "decorative": False} if image else None


def _source() -> dict[str, str]:
    return {"source": _("Name of the publication, month and year"), "source_url": "https://example.org/"}


def _link() -> dict[str, Any]:
    return {"label": _("What you can do"), "page": None, "url": "https://example.org/"}


def facts() -> dict[str, Any]:
    fact = {"figure": "41", "sentence": _("What this number counts, in one sentence."), **_source()}
    return {"heading": _("What is known"), "facts": [fact, {**fact, "figure": "1 000 000"}]}


def quote() -> dict[str, Any]:
    words = _("What somebody in office said in public, word for word.")
    return {"words": words, "who": _("Name, office"), **_source()}


def steps() -> dict[str, Any]:
    steps = [_("You sign."), _("We hand the signatures over."), _("The council votes.")]
    return {"heading": _("What happens next"), "steps": steps}


def hero() -> dict[str, Any]:
    return {
        "kicker": _("To the city council"),
        "heading": _("Say what you demand"),
        "lead": _("Two sentences: what is wrong, and who can change it."),
        "image": _picture(),
        "link": _link(),
    }


def wins() -> dict[str, Any]:
    win = {"day": utc_today(), "title": _("What was won"), "words": _("How it came about."), **_source()}
    return {"heading": _("What we won so far"), "wins": [win]}


def faq() -> dict[str, Any]:
    answer = _("Open and close a question by pressing it.")
    question = {"question": _("Who will see my name?"), "answer": f"<p>{answer}</p>"}
    return {
        "heading": _("Questions"),
        "questions": [question, {**question, "question": _("What comes after?")}],
    }


def callout() -> dict[str, Any]:
    words = _("A few words that nobody should miss.")
    return {"heading": _("Before you come"), "words": f"<p>{words}</p>", "link": _link()}


def picture() -> dict[str, Any]:
    return {
        "image": _picture(),
        "caption": _("What is to be seen, and when it was."),
        "credit": _("Who made it"),
    }


def video() -> dict[str, Any]:
    return {
        "url": "https://vimeo.com/000000000",
        "title": _("What it is about"),
        "poster": _picture(),
        "transcript": _("<p>What is said in it, to be read.</p>"),
    }


def documents() -> dict[str, Any]:
    newest = get_document_model().objects.select_related("collection").order_by("-pk")[:MOST_LOOKED_AT]
    # Whoever may see the list of blocks may not see what is kept for some.
    document = next((one for one in newest if not one.collection.get_view_restrictions().exists()), None)
    file = {"document": document, "title": "", "words": _("to print, both sides")}
    return {"heading": _("To take along"), "files": [file] if document else []}


def link_card() -> dict[str, Any]:
    return {
        "url": "https://example.org/",
        "title": _("The title of somebody else's page"),
        "words": _("What is to be found there, in a sentence."),
        "whose": "",
        "image": None,
    }


def partners() -> dict[str, Any]:
    found = Partner.objects.all()[:4]
    return {
        "heading": _("With us"),
        "partners": [{"partner": partner, "logo": None} for partner in found],
    }


def table() -> dict[str, Any]:
    rows = [[_("First row"), "12"], [_("Second row"), "7"]]
    return {
        "columns": [
            {"type": "words", "heading": _("Where")},
            {"type": "figure", "heading": _("How many of them")},
        ],
        "rows": [{"values": row} for row in rows],
        "caption": _("What the table shows"),
    }


def columns() -> dict[str, Any]:
    words = _("Short texts, pictures and files stand side by side; on a phone below each other.")
    headings = (_("One column"), _("Another"))
    return {"columns": [[("heading", heading), ("text", f"<p>{words}</p>")] for heading in headings]}


def events() -> dict[str, Any]:
    return {"heading": _("Come along"), "campaign": None, "number": 3}


def join() -> dict[str, Any]:
    return {"list": List.objects.filter(is_public=True).first(), "heading": "", "words": ""}


def share() -> dict[str, Any]:
    return {"sentence": ""}


def dossier() -> dict[str, Any]:
    return {"target": _newest(Target), "heading": ""}


def contracts() -> dict[str, Any]:
    vendor = Target.objects.filter(contracts__isnull=False).first()
    return {"target": vendor, "heading": _("What they sell, and to whom")}


def fights() -> dict[str, Any]:
    return {"heading": _("City by city"), "words": ""}
