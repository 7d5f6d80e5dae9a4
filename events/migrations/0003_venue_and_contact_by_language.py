"""Venue and contact are said in each language of the site. What is there stays, in its campaign's first."""

from typing import Any

import privacy.localized
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

COLUMNS = {"venue": "venue_words", "contact": "contact_words"}


def into_languages(apps: Any, editor: Any) -> None:
    events = apps.get_model("countersign_events", "Event").objects.using(editor.connection.alias)
    said = events.exclude(venue="", contact="").select_related("campaign")
    for event in said.only("venue", "contact", "campaign__first_language").iterator():
        language = event.campaign.first_language or settings.LANGUAGE_CODE
        texts = {new: getattr(event, old) for old, new in COLUMNS.items()}
        events.filter(pk=event.pk).update(**{new: {language: text} for new, text in texts.items() if text})


def into_one_line(apps: Any, editor: Any) -> None:
    """The first language's words; another's where that has none."""
    events = apps.get_model("countersign_events", "Event").objects.using(editor.connection.alias)
    for event in events.select_related("campaign").iterator():
        language = event.campaign.first_language or settings.LANGUAGE_CODE
        texts = {old: getattr(event, new).best(language)[0] for old, new in COLUMNS.items()}
        if any(texts.values()):
            events.filter(pk=event.pk).update(**{old: text[:200] for old, text in texts.items()})


def _words(name: str, **more: Any) -> Any:
    return privacy.localized.LocalizedTextField(
        blank=True, default=privacy.localized.LocalizedText, verbose_name=name, **more
    )


class Migration(migrations.Migration):
    dependencies = [("countersign_events", "0002_partners_pages")]

    operations = [
        migrations.RemoveConstraint("event", "countersign_guarded_place_is_an_area"),
        migrations.RemoveConstraint("event", "countersign_guarded_says_its_risk"),
        migrations.AddField("event", "venue_words", _words("venue")),
        migrations.AddField(
            "event", "contact_words", _words("who to ask", help_text="A role, or a first name; public.")
        ),
        migrations.RunPython(into_languages, into_one_line, elidable=True),
        # Empty by itself where it is taken back, before what it held is written again.
        migrations.RemoveField("event", "venue"),
        migrations.RemoveField("event", "contact"),
        migrations.RenameField("event", "venue_words", "venue"),
        migrations.RenameField("event", "contact_words", "contact"),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=Q(("is_guarded", False))
                | Q(("address", ""), ("postal_code", ""), ("venue", {})),
                name="countersign_guarded_place_is_an_area",
                violation_error_message="A guarded event tells its area only.",
            ),
        ),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=Q(("is_guarded", False))
                | Q(("state", "draft"))
                | (~Q(("risk", "")) & ~Q(("contact", {}))),
                name="countersign_guarded_says_its_risk",
                violation_error_message="A guarded event says what is risked and who to ask.",
            ),
        ),
    ]
