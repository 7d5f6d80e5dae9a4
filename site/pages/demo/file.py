"""What the demo shows in the supporter file: topics, questions, a list to join, and a note."""

from itertools import cycle
from typing import Any
from uuid import uuid4

from pages.demo import ledger
from pages.demo.people import demo_people
from petitions.models import Petition
from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.enums import FieldKind
from supporters.models import CustomField, List, Supporter, Tag
from supporters.services import write_note
from supporters.services.labels import write_answers

TAGS = ("tenants", "can translate", "can lend a van", "students", "flyering", "night shifts")
NOTE = "Would like to help at a table. Call back after the rally."
TAGGED = 60
# Key, label and choices of each.
FIELDS = (
    (
        "demo_language",
        LocalizedText(en="Can interpret (demo)", es="Puede interpretar (demo)"),
        ("Español", "K'iche'"),
    ),
    ("demo_drives", LocalizedText(en="Can drive (demo)", es="Puede conducir (demo)"), ()),
)
# What the first of them said to these.
ANSWERS: tuple[dict[str, Any], ...] = (
    {"demo_language": "Español", "demo_drives": True},
    {"demo_language": "K'iche'"},
    {"demo_drives": False},
)
LIST = LocalizedText(en="Trainings near you (demo)", es="Talleres cerca de ti (demo)")
ABOUT_LIST = LocalizedText(
    en="One mail a month: know-your-rights trainings and where they are.",
    es="Un correo al mes: talleres para conocer tus derechos y dónde son.",
)


def work_on_the_file(petition: Petition, *, actor: Actor) -> List:
    """Tag some who signed and write down what two of them can do, and one note; a list and questions.

    Returns the list that anybody may join.
    """
    trainings = ledger.note_made(List.objects.create(name=LIST, description=ABOUT_LIST, is_public=True))
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
    turns = cycle(tags)
    for supporter, person in zip(people, demo_people("tags"), strict=False):
        supporter.tags.add(*(next(turns) for _ in range(person.tags)))
    for supporter, answers in zip(people, ANSWERS, strict=False):
        fields = {CustomField.objects.get(key=key): answer for key, answer in answers.items()}
        write_answers(supporter=supporter, answers=fields, actor=actor)
    if people:
        write_note(supporter=people[0], text=NOTE, public_id=uuid4(), actor=actor)
    return trainings
