"""Joining a public list on its own page: what was typed waits for the button in the mail."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from outbox.services import post_letter
from privacy import limits
from privacy.actors import Actor
from privacy.canonical import canonical_address
from privacy.choices import AccessDeed
from privacy.days import round_up_10_minutes
from privacy.erasure import destroy_after_commit
from privacy.exceptions import SealedError
from privacy.indexes import Domain, IndexKind, lock_index
from privacy.ledger import log_access
from privacy.sealing import reseal, seal_new
from supporters.default_country import default_country
from supporters.exceptions import ProofUsed, SignUpGone, TooManyAsked
from supporters.form_gate import is_first_use
from supporters.jobs.joining import JOIN
from supporters.models import ConsentWording, List, ListSignUp, SupporterDetails, TypedJoin
from supporters.selectors import LIST_WORDING, current_wording
from supporters.services.consents import ConsentAnswer, record_consents, subscribe
from supporters.services.people import admit_supporter
from supporters.services.staff import take_deed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# As the link in the mail.
LASTS = timedelta(days=7)
REMIND_AFTER = timedelta(hours=20)
# Of all together: nobody's list of addresses is to be written to from here.
MOST_PER_HOUR = 500
# Of one address and list; the outbox sends two such letters a day to one address.
MOST_PER_DAY = 5
# The same form again within it is a double click.
REPEAT = timedelta(minutes=10)
# Versions of the words that an open page may show: today's, and those before.
VERSIONS_DRAWN = 2
# By one member of staff.
LET_THROUGH_PER_HOUR = 50
# Another form of the same address may come in between.
TRIES = 3


def sign_up_to_list(
    *,
    mail_list: List,
    typed: TypedJoin,
    language: str,
    is_doubtful: bool = False,
    proof: bytes | None = None,
    actor: Actor,
) -> None:
    """Keep what was typed until its writer presses the button in the mail that this posts.

    No supporter is made or looked up, so it is the same work for every address. A second form with one
    address replaces what its first one said, and the links of both mails work. Beyond 5 a day of one address
    nothing more is done, in silence. A ``is_doubtful`` form is kept back, without a mail, until a member of
    staff lets it through; it never touches one that waits. Raises BadAddress, ProofUsed where ``proof`` was
    handed in before, and TooManyAsked beyond 500 an hour in all.
    """
    canonical = canonical_address(typed.email)
    whose = f"{mail_list.public_id} {canonical}"
    # Doubtful forms have numbers of their own: no machine, whose forms nobody hears of, uses up what a person
    # has with one address, or all people together.
    counted = "supporters.join_held" if is_doubtful else "supporters.join"
    # The same silence for every address: whoever sends on and on does not shut the page for all.
    if not limits.take(f"{counted}_of", whose, at_most=MOST_PER_DAY, per=DAY):
        return
    said = json.dumps([str(mail_list.public_id), typed.to_json()], sort_keys=True)
    with transaction.atomic():
        # Within it: of a form that could not be kept nothing is noted, so it can be sent again.
        if not limits.take("supporters.join_form", said, at_most=1, per=REPEAT):
            return
        if not is_first_use(proof):
            raise ProofUsed
        # Behind the proof: one that is sent again and again shuts the page for nobody.
        if not limits.take(counted, at_most=MOST_PER_HOUR, per=HOUR, spread=True):
            raise TooManyAsked
        indexes = lock_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical, mail_list.public_id.bytes)
        found = ListSignUp.objects.filter(list=mail_list, mark__in=indexes.values())
        # Held, or a member of staff lets it through at this moment.
        row = found.select_for_update().first()
        if row is not None and is_doubtful and not row.held:
            # Whoever waits for their button is not to be held back by somebody who types their address. One
            # row is written all the same: how long this takes is not to tell that somebody waits.
            ListSignUp.objects.filter(pk=row.pk).update(language=row.language)
            return
        waits = {"language": language, "held": is_doubtful, **_times(reminds=not is_doubtful)}
        if row is not None and _is_rewritten(row, typed):
            ListSignUp.objects.filter(pk=row.pk).update(**waits)
        else:
            row = ListSignUp(list=mail_list, **waits)
            row.mark_version = max(indexes)
            row.mark = indexes[row.mark_version]
            seal_new(row, typed)
            row.save(force_insert=True)
        if not is_doubtful:
            post_letter(kind=JOIN, language=language, ref=row)


def let_sign_up_through(*, sign_up: ListSignUp, actor: Actor) -> bool:
    """Mail the button to somebody whose form was kept back, logged; False where that was done, or it is gone.

    Raises TooManyDeeds past 50 an hour: no account has a machine's addresses written to.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff lets a sign-up through.")
    take_deed("supporters.let_through", actor, at_most=LET_THROUGH_PER_HOUR)
    with transaction.atomic():
        held = ListSignUp.objects.filter(pk=sign_up.pk, held=True, sealed__isnull=False)
        if not held.update(held=False, **_times(reminds=True)):
            return False
        subjects = [sign_up.subject_id] if sign_up.subject_id is not None else []
        log_access(user=actor.user, deed=AccessDeed.LET_THROUGH, kinds=[], subject_ids=subjects, count=1)
        post_letter(kind=JOIN, language=sign_up.language, ref=sign_up)
    return True


def _times(*, reminds: bool) -> dict[str, Any]:
    now = timezone.now()
    return {
        "expires_at": round_up_10_minutes(now + LASTS),
        "remind_at": round_up_10_minutes(now + REMIND_AFTER) if reminds else None,
    }


def _is_rewritten(row: ListSignUp, typed: TypedJoin) -> bool:
    try:
        reseal(row, lambda _before: typed)
    except SealedError:
        # Its key is gone, or it was removed at this moment.
        ListSignUp.objects.filter(pk=row.pk).delete()
        return False
    except ListSignUp.DoesNotExist:
        return False
    return True


def confirm_list_sign_up(*, sign_up: ListSignUp, actor: Actor) -> bool:
    """Join the list: make or complete the supporter, write the yes into the ledger, lift their refusals.

    What was typed moves to the supporter, and its key is destroyed. False for a second press: nothing is
    done. Raises SignUpGone where the row ran out or was removed, or the list is no longer public.
    """
    for _try in range(TRIES):
        row = ListSignUp.objects.select_related("list").filter(pk=sign_up.pk).first()
        if row is None:
            raise SignUpGone
        if row.is_joined:
            return False
        if row.held or row.expires_at is None or row.expires_at <= timezone.now():
            raise SignUpGone
        if not row.list.is_public:
            raise SignUpGone
        if _join(row, actor):
            return True
    raise SignUpGone


def _join(row: ListSignUp, actor: Actor) -> bool:
    """Whether this call moved it; of two presses, or a press and a form, one is first."""
    try:
        typed: TypedJoin = row.unseal()
    except SealedError:
        raise SignUpGone from None
    with transaction.atomic():
        supporter = admit_supporter(
            details=SupporterDetails(
                given_name=typed.given_name,
                family_name=typed.family_name,
                email=typed.email,
                postal_code=typed.postal_code,
            ),
            language=row.language,
            country=default_country(),
            actor=actor,
        )
        won = ListSignUp.objects.filter(
            pk=row.pk, subject_id=row.subject_id, sealed_version=row.sealed_version
        ).update(sealed=None, subject_id=None, mark=None, mark_version=None, remind_at=None, expires_at=None)
        if not won:
            transaction.set_rollback(True)
            return False
        wording = words_of(typed, row.language)
        answer = ConsentAnswer(wording_id=wording.pk, answer=True, list_id=row.list.public_id)
        record_consents(supporter=supporter, answers=[answer], actor=actor)
        subscribe(supporter=supporter, list=row.list, actor=actor)
        destroy_after_commit([row.subject_id])
    return True


def words_of(typed: TypedJoin, language: str) -> ConsentWording:
    """The words that were on the page, to which the button in the mail says yes, and which stand beside it;
    those of today where it can have been no page of ours.

    The id comes from the form. A page that lay open while the words changed names those before; older ones,
    or a partner's, somebody filled in.
    """
    asked = ConsentWording.objects.filter(key=LIST_WORDING, partner=None)
    drawn = asked.filter(public_id=UUID(typed.wording)).first() if typed.wording else None
    newer = asked.values("version").distinct()
    if drawn is not None and newer.filter(version__gt=drawn.version).count() < VERSIONS_DRAWN:
        return drawn
    return current_wording(LIST_WORDING, language)


def disown_list_sign_up(*, sign_up: ListSignUp, actor: Actor) -> bool:
    """ "It wasn't me": remove what was typed and destroy its key.

    False where nothing of it is left, or it was confirmed before: then whoever holds the mailbox leaves by
    the foot of each mail, or by the own door.
    """
    with transaction.atomic():
        row = ListSignUp.objects.select_for_update().filter(pk=sign_up.pk, sealed__isnull=False).first()
        if row is None:
            return False
        destroy_after_commit([row.subject_id])
        row.delete()
    return True
