"""What the demo shows in the supporter file: topics, and a note that says what a note is for."""

from itertools import cycle
from uuid import uuid4

from pages.demo import ledger
from petitions.models import Petition
from privacy.actors import Actor
from supporters.models import Supporter, Tag
from supporters.services import subscribe, write_note

TAGS = ("tenants", "can translate", "can lend a van")
NOTE = "Would like to help at a table. Call back after the rally."
TAGGED = 9


def work_on_the_file(petition: Petition, *, actor: Actor) -> None:
    """Tag some who signed, have a few of them take the news, and write one note."""
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
