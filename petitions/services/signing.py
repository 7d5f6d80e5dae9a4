"""Signing: what was typed becomes a pending row, a delta and a letter, and nothing else is touched."""

from contextlib import nullcontext
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from campaigns.enums import DomainStanding, Suspicion
from campaigns.services import spend_proof
from outbox.services import new_letter, wake_for
from petitions.enums import QuarantineReason, SignatureMethod, SignatureState
from petitions.exceptions import PetitionClosed, PetitionNotOpenYet
from petitions.jobs.totals import changes_of
from petitions.jobs.waiting import confirm_letter_of
from petitions.marks import marks_of, repeat_of_form
from petitions.models import Petition, Signature, TypedSignature
from petitions.selectors import typed_place
from petitions.tasks import fold_petition
from privacy.actors import Actor
from privacy.days import round_up_10_minutes
from privacy.inserts import insert_rows
from privacy.repeats import Repeat
from privacy.sealing import seal_new
from privacy.wakeups import wake
from supporters.regions import region_of

REMIND_AFTER = timedelta(hours=20)
EXPIRE_AFTER = timedelta(days=7)


def sign_petition(
    *,
    petition: Petition,
    typed: TypedSignature,
    language: str,
    standing: DomainStanding = DomainStanding.ORDINARY,
    suspicion: Suspicion | None = None,
    source: str = "",
    proof: bytes | None = None,
    is_test: bool = False,
    actor: Actor,
) -> Signature | None:
    """Keep what was typed until its writer presses the button in the mail that this posts.

    Three rows: the signature, its delta, its letter. No supporter is made or looked up, so a
    known address costs the same work and gives the same page as a new one. Quarantined instead of
    mailed: what the gate suspects, and an address of the target's own. A campus address gets one
    neutral mail and no reminder. Where the petition asks no confirmation the signature counts at
    once, unless this address signed before: then it waits like any other.

    Returns None for the same form sent again (``privacy.repeats``). Raises PetitionClosed,
    PetitionNotOpenYet, and ProofSpent when ``proof`` was handed in before.
    """
    if not is_test:
        refuse_closed(petition)
    repeat = repeat_of_form(petition=petition, typed=typed) if suspicion is None else None
    # Django looks each of its fields up among arguments, which costs as much as all of the row besides.
    signature = Signature()
    signature.petition, signature.is_test = petition, is_test
    signature.language, signature.source = language, source
    signature.on_campus_mail = standing == DomainStanding.CAMPUS
    signature.repeat_key = repeat.key if repeat is not None else None
    reason = _quarantine_reason(standing, suspicion)
    if reason and not (is_test and reason != QuarantineReason.TARGET_DOMAIN):
        signature.state = SignatureState.QUARANTINED
        signature.quarantine_reason = reason
    else:
        let_wait(signature)
    seal_new(signature, typed)
    # The three rows by themselves are one commit, for which a database is locked much shorter.
    is_alone = proof is None and petition.confirm_by_mail and not connection.in_atomic_block
    try:
        with nullcontext() if is_alone else transaction.atomic():
            spend_proof(proof=proof)
            if repeat is not None and _came_before(repeat):
                return None
            _insert(signature, typed)
    except IntegrityError:
        # The one constraint a new row can break is that of the repeat key: a double click. The proof was
        # rolled back with the rest; taken once more it would tell that this form was sent before.
        spend_proof(proof=proof)
        return None
    return signature


def _came_before(repeat: Repeat) -> bool:
    """Whether it was sent in the window of time before this one; of one in this the constraint tells."""
    return repeat.before is not None and Signature.objects.filter(repeat_key=repeat.before).exists()


def refuse_closed(petition: Petition) -> None:
    """Raise PetitionNotOpenYet or PetitionClosed unless it can be signed today."""
    if petition.is_open:
        return
    raise PetitionNotOpenYet if petition.opens_later else PetitionClosed


def let_wait(signature: Signature) -> None:
    """Make an unsaved or quarantined signature wait for its button, with reminder and end."""
    now = timezone.now()
    signature.state = SignatureState.PENDING
    signature.expires_at = round_up_10_minutes(now + EXPIRE_AFTER)
    if signature.petition.confirm_by_mail and not signature.on_campus_mail:
        signature.remind_at = round_up_10_minutes(now + REMIND_AFTER)


def _quarantine_reason(standing: DomainStanding, suspicion: Suspicion | None) -> QuarantineReason | None:
    if standing == DomainStanding.TARGET:
        return QuarantineReason.TARGET_DOMAIN
    return QuarantineReason(suspicion.value) if suspicion is not None else None


def _insert(signature: Signature, typed: TypedSignature) -> None:
    waits = signature.state == SignatureState.PENDING
    if waits and not signature.is_test and not signature.petition.confirm_by_mail:
        count_at_once(signature, typed)
    changes = changes_of(signature, entered=signature.state)
    if waits:
        kind = confirm_letter_of(signature)
        letter = new_letter(kind=kind, language=signature.language, ref=signature)
        insert_rows(signature, *changes, letter)
        wake_for(letter)
    else:
        insert_rows(signature, *changes)
    # After the commit, or a fast worker looks for rows that are not there yet.
    wake(fold_petition, signature.petition_id)


def count_at_once(signature: Signature, typed: TypedSignature) -> None:
    """Confirmation is off: count an unsaved signature, unless this address counts already.

    ``marks_of()`` holds the right to write the mark until the transaction ends, so the look is safe.
    """
    marks = marks_of(petition=signature.petition, address=typed.email)
    if Signature.objects.filter(petition=signature.petition, mark__in=marks.all).exists():
        return
    signature.state = SignatureState.CONFIRMED
    signature.method = SignatureMethod.ONCE
    signature.mark = marks.columns["mark"]
    signature.mark_version = marks.columns["mark_version"]
    signature.country = typed.country
    signature.region = region_of(typed.postal_code, typed.country)
    for column, value in typed_place(signature.petition, typed).items():
        setattr(signature, column, value)
