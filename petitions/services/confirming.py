"""The button in the mail: what was typed moves to the supporter, and the signature counts."""

from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from campaigns.enums import NewsChoice
from campaigns.services import admit_person, attach_deed
from outbox.services import post_letter
from petitions.enums import SignatureMethod, SignatureState
from petitions.exceptions import PetitionClosed, SignatureGone, SignatureWithdrawn
from petitions.jobs.leaving import end_signature
from petitions.jobs.totals import note_change
from petitions.jobs.waiting import AFTER
from petitions.marks import Marks, marks_of
from petitions.models import Comment, CommentText, Signature, TypedSignature, without_table
from petitions.names import SIGNED
from petitions.selectors import typed_place
from petitions.signals import signature_counted
from petitions.tasks import drop_spent, fold_petition
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.exceptions import SealedError
from privacy.sealing import seal_new
from privacy.wakeups import wake
from supporters.enums import ConsentHow
from supporters.models import Supporter
from supporters.regions import region_of


def confirm_signature(*, signature: Signature, actor: Actor) -> bool:
    """Count a pending signature; make or complete its supporter, consents and Action.

    A signature that counted at once is completed instead. Returns False if nothing new was counted:
    a second click or tab (nothing is written), or this person's second row (the first stands, the
    answers are taken, the row is invalidated and emptied). Posts the mail after confirming, except
    to a campus address.

    Raises PetitionClosed when the petition ended before the button was pressed, SignatureWithdrawn,
    and SignatureGone for a row that was removed, ran out or was put aside.
    """
    if signature.seems_counted and not signature.is_test:
        return complete_signature(signature=signature, actor=actor)
    _refuse_unless_pending(signature)
    if signature.is_test:
        return _confirm_test(signature)
    if not signature.petition.takes_confirmations:
        raise PetitionClosed
    with transaction.atomic():
        typed = _typed(signature)
        marks = marks_of(petition=signature.petition, address=typed.email)
        supporter = _admit(signature, typed, actor)
        if not _count(signature, supporter, typed, marks):
            try:
                signature.refresh_from_db()
            except Signature.DoesNotExist:
                # "It wasn't me" was pressed meanwhile: what was written here goes with the rollback.
                raise SignatureGone from None
            if signature.state != SignatureState.PENDING:
                # Another click was first: its transaction wrote all this already.
                transaction.set_rollback(True)
                return False
            source = signature.source
            end_signature(signature, to=SignatureState.INVALIDATED)
            if not _take_slip(signature, supporter, typed, marks, source):
                _hear_news(signature, supporter, typed)
            return False
        signature.refresh_from_db()
        note_change(signature, left=SignatureState.PENDING, entered=SignatureState.CONFIRMED)
        _settle(signature, supporter, typed)
        ids = {"signature_id": signature.pk, "petition_id": signature.petition_id}
        transaction.on_commit(partial(signature_counted.send, sender=Signature, **ids))
    return True


def complete_signature(*, signature: Signature, actor: Actor) -> bool:
    """Take what was typed under a signature that counted without confirmation.

    Makes the supporter, consents, comment and Action; the total does not move. False if there is
    nothing (left) to take, or if this supporter has signed already: then that signature stands and
    this row is invalidated.
    """
    if not signature.awaits_button:
        return False
    with transaction.atomic():
        typed = _typed(signature)
        supporter = _admit(signature, typed, actor)
        values = {**_moved(typed), "supporter": supporter}
        waiting = Signature.objects.counted_or_aside().filter(
            pk=signature.pk, supporter__isnull=True, sealed__isnull=False
        )
        try:
            with transaction.atomic():
                won = waiting.update(**values)
        except IntegrityError:
            end_signature(signature, to=SignatureState.INVALIDATED)
            wake(fold_petition, signature.petition_id)
            return False
        if not won:
            transaction.set_rollback(True)
            return False
        signature.refresh_from_db()
        _settle(signature, supporter, typed)
    return True


def _refuse_unless_pending(signature: Signature) -> None:
    if signature.state == SignatureState.WITHDRAWN:
        raise SignatureWithdrawn
    if signature.state not in (SignatureState.PENDING, SignatureState.CONFIRMED):
        raise SignatureGone


def _typed(signature: Signature) -> TypedSignature:
    try:
        typed: TypedSignature = signature.unseal()
    except SealedError:
        raise SignatureGone from None
    return typed


def _admit(signature: Signature, typed: TypedSignature, actor: Actor) -> Supporter:
    """Done for a second signature as well."""
    return admit_person(
        typed=typed,
        language=signature.language,
        campaign=signature.petition.campaign,
        may_have_news=not signature.on_campus_mail,
        how=ConsentHow.PAPER if signature.method == SignatureMethod.PAPER else None,
        actor=actor,
    )


def _moved(typed: TypedSignature) -> dict[str, Any]:
    """The columns of a row whose blob has moved to the supporter; its key is destroyed by a job.

    Not its campus: that is written once, when it counts, and totals go by it.
    """
    return {
        "sealed": None,
        "repeat_key": None,
        "batch": None,
        "remind_at": None,
        "expires_at": None,
        "country": typed.country,
        "region": region_of(typed.postal_code, typed.country),
        "news": typed.news,
        "name_to_target": typed.name_to_target,
        "show_name": typed.show_name,
        "changed": utc_today(),
    }


def _count(signature: Signature, supporter: Supporter, typed: TypedSignature, marks: Marks) -> bool:
    """One conditional UPDATE decides between two clicks; the two constraints decide between two rows
    of one person (the savepoint keeps the consents). False where either says no."""
    same = Signature.objects.filter(petition=signature.petition_id, mark__in=marks.all)
    # What nobody proved and staff put aside gives way to who proves the address now.
    for aside in same.filter(put_aside=True, supporter__isnull=True):
        end_signature(aside, to=SignatureState.INVALIDATED)
    # While a rotation is under way, the constraint does not see a mark of the other version.
    if same.exists():
        return False
    values = {**marks.columns, **_moved(typed), **typed_place(signature.petition, typed)}
    try:
        with transaction.atomic():
            won = Signature.objects.filter(pk=signature.pk, state=SignatureState.PENDING).update(
                state=SignatureState.CONFIRMED, supporter=supporter, **values
            )
    except IntegrityError:
        return False
    return bool(won)


def _take_slip(
    second: Signature, supporter: Supporter, typed: TypedSignature, marks: Marks, source: str
) -> bool:
    """The first stands on a slip of paper of nobody's: now its signer has signed by mail, and it is theirs.

    It goes on counting as one, on paper; of what was written on the slip nothing is taken but its place.
    ``source`` is what brought the second, which is emptied by now. False where the first is no such slip.
    """
    slips = Signature.objects.counted().filter(
        petition=second.petition_id,
        mark__in=marks.all,
        method=SignatureMethod.PAPER,
        supporter__isnull=True,
    )
    kept = {"language": second.language, "source": source, "on_campus_mail": second.on_campus_mail}
    slip = slips.select_for_update(of=("self",)).first()
    if slip is None:
        return False
    try:
        with transaction.atomic():
            slips.filter(pk=slip.pk).update(**_moved(typed), **kept, supporter=supporter)
    except IntegrityError:
        # They have another signature here, from when they used another address.
        return False
    # In the totals as if it had waited for a moment: they count the form's language and code from now on.
    note_change(slip, left=SignatureState.CONFIRMED, entered=SignatureState.PENDING)
    slip.refresh_from_db()
    note_change(slip, left=SignatureState.PENDING, entered=SignatureState.CONFIRMED)
    _settle(slip, supporter, typed)
    return True


def _hear_news(second: Signature, supporter: Supporter, typed: TypedSignature) -> None:
    """The first signature stands; a second form that asks for more news is heard, one for less is not.

    Nor one with a school's address: to that no news goes.
    """
    if second.on_campus_mail:
        return
    less = {
        NewsChoice.ONLY_THIS: ["", NewsChoice.NO],
        NewsChoice.CAMPAIGN: ["", NewsChoice.NO, NewsChoice.ONLY_THIS],
    }
    first = Signature.objects.counted_or_aside().filter(petition=second.petition_id, supporter=supporter)
    first.filter(news__in=less.get(NewsChoice(typed.news), [])).update(news=typed.news, changed=utc_today())


def _settle(signature: Signature, supporter: Supporter, typed: TypedSignature) -> None:
    """The Action, the comment, the letter, and what happens after the commit."""
    # One that is put aside gets its Action when it is put back; for its signer all is as ever.
    if not signature.put_aside:
        attach_deed(
            deed=signature,
            supporter=supporter,
            campaign=signature.petition.campaign,
            kind=SIGNED,
            source=without_table(signature.source),
        )
    if typed.comment:
        comment = Comment(signature=signature, language=signature.language)
        seal_new(comment, CommentText(text=typed.comment))
        comment.save()
    if not signature.on_campus_mail:
        post_letter(kind=AFTER, language=signature.language, ref=signature)
    wake(fold_petition, signature.petition_id)
    wake(drop_spent)


def _confirm_test(signature: Signature) -> bool:
    """A test goes the whole way, but makes no supporter and no Action, and counts nowhere."""
    with transaction.atomic():
        won = Signature.objects.filter(pk=signature.pk, state=SignatureState.PENDING).update(
            state=SignatureState.CONFIRMED, remind_at=None, changed=utc_today()
        )
        if won and not signature.on_campus_mail:
            post_letter(kind=AFTER, language=signature.language, ref=signature)
    signature.refresh_from_db()
    return bool(won)
