"""Taking a name off again, and "it wasn't me"."""

from functools import partial

from django.db import transaction

from campaigns.models import Action
from outbox.enums import RefusalReason
from outbox.services import refuse
from petitions.enums import SignatureState
from petitions.jobs.leaving import end_signature, remove_signatures
from petitions.jobs.totals import purge_pages
from petitions.models import Signature
from petitions.tasks import fold_petition
from petitions.wordings import NEWS
from privacy.actors import Actor
from privacy.exceptions import SealedError
from privacy.wakeups import wake
from supporters.enums import Fingerprint, SubscriptionState
from supporters.jobs import erase
from supporters.models import List, Supporter
from supporters.selectors import find_supporter, standing_consents
from supporters.services import unsubscribe

# Looks at a row that a rule moves from under us: aside, and at most once back.
TRIES = 3


def withdraw_signature(*, signature: Signature, actor: Actor) -> bool:
    """Take a signature back: its Action is deleted, mark, name and comment go; False if it was off already.

    One that was still waiting is removed altogether. The row stays as *withdrawn*, so that the
    totals of its day can be told; signing again makes a new one. Never refused: also after the close.
    """
    if signature.state in (SignatureState.PENDING, SignatureState.QUARANTINED) and not signature.put_aside:
        return disown_signature(signature=signature, actor=actor)
    for _try in range(TRIES):
        if not signature.seems_counted:
            return False
        if end_signature(signature, to=SignatureState.WITHDRAWN):
            _tell(signature)
            return True
        # A rule put it aside at this moment, or back: that must not swallow the wish to leave.
        if (fresh := Signature.objects.filter(pk=signature.pk).first()) is None:
            return False
        signature.state, signature.put_aside = fresh.state, fresh.put_aside
    return False


def disown_signature(*, signature: Signature, actor: Actor) -> bool:
    """ "It wasn't me": remove everything that came of this form; False if nothing was left.

    The row, its letter's way, subject, comment and Action; and the supporter too, if this signature
    is all that is known of the person: whoever holds the mailbox never asked to be known.
    """
    with transaction.atomic():
        row = Signature.objects.select_for_update(of=("self",)).filter(pk=signature.pk).first()
        if row is None:
            return False
        supporter = row.supporter
        remove_signatures([row])
        _tell(row)
        # A key that is destroyed does not come back with a rollback: after the commit.
        if supporter is not None and not _has_more(supporter, row):
            transaction.on_commit(partial(erase, supporter, fingerprint=Fingerprint.LEAVE))
    return True


def refuse_reminders(*, signature: Signature, actor: Actor) -> None:
    """Send no more news to whoever holds the mailbox; the signature itself is not touched.

    Writes a refusal of all news, and of each list that this person stands on: confirming with a yes to
    news of one campaign lifts that of all, and must not open the others. Idempotent; nothing is left
    to refuse where the address is gone.
    """
    try:
        details = (signature.supporter or signature).unseal()
    except SealedError:
        return
    with transaction.atomic():
        refuse(address=details.email, reason=RefusalReason.UNSUBSCRIBED)
        if (supporter := signature.supporter or find_supporter(details.email)) is not None:
            unsubscribe(supporter=supporter, actor=actor)


def _has_more(supporter: Supporter, signature: Signature) -> bool:
    return (
        Action.objects.filter(supporter=supporter).exists()
        or Signature.objects.filter(supporter=supporter).exists()
        or _joined_elsewhere(supporter, signature.petition.campaign.news_list)
    )


def _joined_elsewhere(supporter: Supporter, news: List) -> bool:
    """Whether they are on a list by another form than ours: joining one makes no Action and no signature."""
    said = [(one.wording.key, one.list_id) for one in standing_consents(supporter) if one.wording is not None]
    elsewhere = {list_id for key, list_id in said if key != NEWS and list_id}
    # What this form led to, also one that named no list.
    here = {news.public_id, *(list_id for key, list_id in said if key == NEWS and list_id)} - elsewhere
    standing = supporter.subscriptions.exclude(state=SubscriptionState.UNSUBSCRIBED)
    return standing.exclude(list__public_id__in=here).exists()


def _tell(signature: Signature) -> None:
    wake(fold_petition, signature.petition_id)
    if signature.petition.shows_names:
        purge_pages()
