"""What the demo shows in the supporter file: topics, questions, a list to join, and a note."""

from itertools import cycle
from uuid import uuid4

from pages.demo import ledger
from petitions.models import Petition
from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.enums import FieldKind
from supporters.models import CustomField, List, Supporter, Tag
from supporters.services import subscribe, write_note

TAGS = ("tenants", "can translate", "can lend a van")
NOTE = "Would like to help at a table. Call back after the rally."
TAGGED = 9
# Key, label and choices of each.
FIELDS = (
    (
        "demo_language",
        LocalizedText(en="Can interpret (demo)", es="Puede interpretar (demo)"),
        ("Español", "K'iche'"),
    ),
    ("demo_drives", LocalizedText(en="Can drive (demo)", es="Puede conducir (demo)"), ()),
)
LIST = LocalizedText(en="Trainings near you (demo)", es="Talleres cerca de ti (demo)")


def work_on_the_file(petition: Petition, *, actor: Actor) -> None:
    """Tag some who signed, have a few of them take the news, and write one note; a list and questions."""
    ledger.note_made(List.objects.create(name=LIST, is_public=True))
    for key, label, choices in FIELDS:
        if not CustomField.objects.filter(key=key).exists():
            kind = FieldKind.CHOICE if choices else FieldKind.YES_NO
            row = CustomField.objects.create(key=key, label=label, kind=kind, choices=list(choices))
            ledger.note_made(row)
    people = list(
        Supporter.objects.filter(actions__campaign=petition.campaign).distinct().order_by("pk")[:TAGGED]
    )
    tags = [
        Tag.objects.filter(name=name).first() or ledger.note_made(Tag.objects.create(name=name))
        for name in TAGS
    ]
    for supporter, tag in zip(people, cycle(tags), strict=False):
        supporter.tags.add(tag)
    for supporter in people[::3]:
        # Their own deed, as everybody's who is asked and says yes.
        subscribe(supporter=supporter, list=petition.campaign.news_list, actor=Actor.the_person())
    if people:
        write_note(supporter=people[0], text=NOTE, public_id=uuid4(), actor=actor)
