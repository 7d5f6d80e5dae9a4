"""More people on a list than signed anything, so that a mailing has somebody to go to."""

from datetime import timedelta

from django.db import transaction

from pages.demo import ledger
from pages.demo.people import FAMILY_NAME, demo_people
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.models import List, Supporter, SupporterDetails
from supporters.selectors import LIST_WORDING, current_wording
from supporters.services import ConsentAnswer, admit_supporter, record_consents, subscribe

# Before the twelve weeks of which the demo tells day by day.
JOINED_DAYS_AGO = 150
# In one transaction.
AT_ONCE = 500


def join_as_many(mail_list: List, *, number: int) -> None:
    """Have ``number`` people of example.org join a list by their own confirmed deed, in both languages.

    About 10 ms each. None of them did anything else.
    """
    wordings = {language: current_wording(LIST_WORDING, language) for language in ("en", "es")}
    people = zip(range(1, number + 1), demo_people("demo-list"), strict=False)
    actor = Actor.the_person()
    for _first in range(0, number, AT_ONCE):
        joined: list[Supporter] = []
        with transaction.atomic():
            for which, person in people:
                supporter = admit_supporter(
                    details=SupporterDetails(
                        given_name=person.given_name,
                        family_name=FAMILY_NAME,
                        email=f"demo-list-{which}@example.org",
                        postal_code=person.postal_code,
                    ),
                    language=person.language,
                    country="US",
                    actor=actor,
                )
                answer = ConsentAnswer(
                    wording_id=wordings[person.language].pk, answer=True, list_id=mail_list.public_id
                )
                record_consents(supporter=supporter, answers=[answer], actor=actor)
                subscribe(supporter=supporter, list=mail_list, actor=actor)
                joined.append(supporter)
                if len(joined) == AT_ONCE:
                    break
            before = utc_today() - timedelta(days=JOINED_DAYS_AGO)
            mine = Supporter.objects.filter(pk__in=[one.pk for one in joined])
            mine.update(joined=before, created=before)
            ledger.note_all_made(joined)
