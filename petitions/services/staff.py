"""What staff do with single signatures."""

from datetime import timedelta

from django.db import transaction

from campaigns.domains import standing_of
from campaigns.enums import DomainStanding
from outbox.services import post_letter
from petitions.enums import QuarantineReason, SignatureMethod, SignatureState
from petitions.exceptions import (
    AlreadyOver,
    NeverMailed,
    NotQuarantined,
    PetitionClosed,
    SignatureGone,
    TooManySlipsOut,
)
from petitions.jobs.fraud_rows import put_back
from petitions.jobs.leaving import end_signature
from petitions.jobs.totals import note_change, purge_pages
from petitions.jobs.waiting import confirm_letter_of
from petitions.models import Signature, TypedSignature
from petitions.services.signing import count_at_once, let_wait
from petitions.tasks import fold_petition
from privacy.actors import Actor
from privacy.choices import AccessDeed, AccessReason
from privacy.days import utc_today
from privacy.exceptions import SealedError
from privacy.ledger import log_access
from privacy.limits import take
from privacy.looks import look_at
from privacy.wakeups import wake

# What a click shows: names of fields that signature and supporter both have.
UNMASKED = ("given_name", "family_name", "email", "postal_code")
# A few mistakes a day, as with batches: it would make trying out cheap who has signed.
SLIPS_OUT = "petitions.slips_out"
SLIPS_OUT_PER_DAY = 20
DAY = timedelta(days=1)
# What a signature is given when it counts without confirmation.
COUNTING = ("method", "mark", "mark_version", "country", "region", "place_id", "affiliation_id")
STANDING = (SignatureState.PENDING, SignatureState.QUARANTINED, SignatureState.CONFIRMED)


def release_signature(*, signature: Signature, actor: Actor) -> None:
    """Let a quarantined signature go on: it waits for its button, and its mail is posted now.

    One that had been put aside counts again as before, without a mail. Raises NotQuarantined (also when a
    colleague was first), NeverMailed for an address of the target's own, PetitionClosed, and
    SignatureGone where what was typed is gone.
    """
    if signature.state != SignatureState.QUARANTINED:
        raise NotQuarantined
    if signature.put_aside:
        _let_count_again(signature)
        return
    if signature.quarantine_reason == QuarantineReason.TARGET_DOMAIN:
        raise NeverMailed
    if not signature.petition.takes_confirmations:
        raise PetitionClosed
    try:
        typed: TypedSignature = signature.unseal()
    except SealedError:
        raise SignatureGone from None
    if standing_of(typed.email) == DomainStanding.TARGET:
        # Staff named this domain as a target's after the form came in.
        raise NeverMailed
    with transaction.atomic():
        let_wait(signature)
        if not signature.petition.confirm_by_mail:
            count_at_once(signature, typed)
        written = [*COUNTING, "state", "remind_at", "expires_at"]
        if not Signature.objects.filter(pk=signature.pk, state=SignatureState.QUARANTINED).update(
            quarantine_reason="", changed=utc_today(), **{name: getattr(signature, name) for name in written}
        ):
            raise NotQuarantined
        note_change(signature, left=SignatureState.QUARANTINED, entered=signature.state)
        post_letter(kind=confirm_letter_of(signature), language=signature.language, ref=signature)
        wake(fold_petition, signature.petition_id)
    signature.refresh_from_db()


def _let_count_again(signature: Signature) -> None:
    with transaction.atomic():
        if not put_back([signature.pk]):
            raise NotQuarantined
        wake(fold_petition, signature.petition_id)
    signature.refresh_from_db()


def invalidate_signature(*, signature: Signature, actor: Actor) -> None:
    """Take a signature that is no person's, or somebody else's, out of the count, for good.

    Its Action, comment and all that was typed go; the supporter, who may have done other things,
    stays. What counted is written down as not genuine, but for a slip whose batch is still open: that was
    mistyped. That one is noted in the access log, for whoever takes a slip out sees in the totals whether it
    counted. Raises AlreadyOver when it no longer stands, or a colleague was first, TooManySlipsOut.
    """
    is_over = signature.state == SignatureState.CONFIRMED and signature.batch_id is None
    reason = QuarantineReason.INVALIDATED if is_over else None
    with transaction.atomic():
        if signature.method == SignatureMethod.PAPER and actor.user is not None:
            if not take(SLIPS_OUT, str(actor.user.pk), at_most=SLIPS_OUT_PER_DAY, per=DAY):
                raise TooManySlipsOut
            log_access(user=actor.user, deed=AccessDeed.PAPER_UNDONE, kinds=[], count=1)
        if signature.state not in STANDING or not end_signature(
            signature, to=SignatureState.INVALIDATED, reason=reason
        ):
            raise AlreadyOver
    wake(fold_petition, signature.petition_id)
    if signature.petition.shows_names:
        purge_pages()


def unmask_signature(*, signature: Signature, reason: AccessReason, actor: Actor) -> dict[str, str]:
    """Read who signed, in clear, by name of the field and without empty ones; the look is logged first.

    Raises privacy's TooManyLooks past the hour's number, SignatureGone where nothing can be read any more,
    and logs neither; ValueError for an actor who is no member of staff.
    """
    try:
        return look_at(signature.supporter or signature, fields=UNMASKED, reason=reason, actor=actor)
    except SealedError:
        raise SignatureGone from None
