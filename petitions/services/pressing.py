"""One press from our own mail: signed and confirmed in one."""

from django.db import transaction

from petitions.enums import SignatureMethod
from petitions.exceptions import SignatureGone
from petitions.jobs.totals import changes_of
from petitions.marks import Marks, marks_of
from petitions.models import Petition, Signature, TypedSignature
from petitions.services.confirming import confirm_signature
from petitions.services.signing import let_wait, refuse_closed
from privacy.actors import Actor
from privacy.inserts import insert_rows
from privacy.sealing import seal_new
from supporters.models import Supporter
from supporters.services import hold_supporter


def press_signature(
    *,
    petition: Petition,
    supporter: Supporter,
    typed: TypedSignature,
    language: str,
    source: str = "",
    actor: Actor,
) -> Signature:
    """Sign for whom a link in their own mailbox names, counted at once; the signature that stands.

    The row that every form makes is confirmed in the transaction that makes it, so all rules of a
    confirmed signature hold, and its letter after confirming is the one that is posted. Who has signed
    already signs no second time, and nothing is written. Raises PetitionClosed, PetitionNotOpenYet,
    SignatureGone where they were erased at this moment.
    """
    refuse_closed(petition)
    with transaction.atomic():
        # Of two presses at once the second waits here, and finds what the first one wrote.
        marks = marks_of(petition=petition, address=typed.email)
        if not hold_supporter(supporter=supporter, address=typed.email):
            raise SignatureGone
        if (standing := _standing(petition, supporter, marks)) is not None:
            return standing
        signature = Signature(petition=petition, language=language, source=source)
        let_wait(signature)
        seal_new(signature, typed)
        insert_rows(signature, *changes_of(signature, entered=signature.state))
        confirm_signature(signature=signature, actor=actor)
        # A slip of paper with this address is theirs by now, instead of a second row.
        stands = _standing(petition, supporter, marks)
        if stands is None:
            raise SignatureGone
        return stands


def _standing(petition: Petition, supporter: Supporter, marks: Marks) -> Signature | None:
    """Theirs; or one of their address that counts without its button, and waits for that in its own mail."""
    rows = Signature.objects.counted_or_aside().select_related("place").filter(petition=petition)
    unproved = rows.filter(mark__in=marks.all, supporter=None, method=SignatureMethod.ONCE, put_aside=False)
    return rows.filter(supporter=supporter).first() or unproved.first()
