"""Two who are merged in tests, and how it is asked what became of them."""

from outbox.selectors import is_refused
from supporters.enums import SubscriptionState
from supporters.models import Subscription, Supporter
from supporters.selectors import newest_answers
from supporters.services import ConsentAnswer, merge_supporters, record_consents, subscribe, undo_merge
from tests.supporters.factories import PERSON, wording

ADA, HERS = "ada@example.org", "lovelace@example.net"


def merge(survivor, loser, steward):
    return merge_supporters(survivor=survivor, loser=loser, actor=steward)


def undo(merged, steward):
    return undo_merge(merge=merged, actor=steward)


def says(supporter, answer, mail_list=None, key="tests.news"):
    said = ConsentAnswer(wording(key).pk, answer=answer, list_id=mail_list and mail_list.public_id)
    record_consents(supporter=supporter, answers=[said], actor=PERSON)


def joins(supporter, mail_list):
    says(supporter, True, mail_list)
    subscribe(supporter=supporter, list=mail_list, actor=PERSON)


def standing(supporter, mail_list):
    rows = Subscription.objects.filter(supporter=supporter, list=mail_list)
    return rows.values_list("state", flat=True).first()


def gets_mail_of(supporter, mail_list):
    address = Supporter.objects.get(pk=supporter.pk).unseal().email
    takes = standing(supporter, mail_list) == SubscriptionState.SUBSCRIBED
    return takes and not is_refused(address, mail_list.public_id)


def everything_of(supporter):
    supporter = Supporter.objects.get(public_id=supporter.public_id)
    return (
        supporter.unseal(),
        supporter.joined,
        supporter.region,
        supporter.language,
        sorted(supporter.tags.values_list("name", flat=True)),
        sorted(supporter.subscriptions.values_list("list", "state", "since")),
        [(one.wording.key, one.list_id, one.answer, one.day) for one in newest_answers(supporter).values()],
        sorted(supporter.indexes.values_list("kind", "index")),
        supporter.notes.count(),
    )
