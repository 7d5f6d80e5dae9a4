"""What a partner is given: asked for, agreed to by a second person, taken along, called back."""

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.files import destroy_files
from privacy.models import SealedFile
from privacy.wakeups import wake
from supporters import registries
from supporters.enums import WorkState
from supporters.exceptions import FileGone, KeyNotAgreed, NoRecipient, NotAllowed
from supporters.hand_over_reads import bound_to, columns_of
from supporters.jobs.hand_overs import log_hand_over, void
from supporters.models import HandedOver, HandOver, Organization, Partner
from supporters.services.leaving import agree, log_end, own_file
from supporters.tasks import make_hand_over


def ask_for_hand_over(*, partner: Partner, question: str, actor: Actor) -> HandOver:
    """Have made what this partner is to be given on this question, or first let a second person agree.

    While one is not downloaded yet it is that one, made anew with who came since; while it is being made,
    pressing again changes nothing. Whoever asks has the right; the view looks. Raises NoRecipient for a
    partner without a key, KeyNotAgreed where a second person has to compare it first, NotAllowed for a
    question that hands nothing over, and ValueError for an actor who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff hands over.")
    if question not in registries.handed_columns:
        raise NotAllowed
    with transaction.atomic():
        # Held, so that two who ask at once ask for one.
        held = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        if not held.recipient:
            raise NoRecipient
        needs_two = Organization.load().exports_need_two
        if needs_two and not held.has_agreed_key:
            raise KeyNotAgreed
        # Held as well, or what is written below would take back that it was downloaded meanwhile.
        standing = HandOver.objects.select_for_update(of=("self",))
        hand_over = standing.filter(partner=held, question=question, taken=None).first()
        if hand_over is not None and hand_over.is_under_way:
            return hand_over
        hand_over = hand_over or HandOver(partner=held, question=question)
        hand_over.partner = held
        hand_over.asked_by_id, hand_over.allowed_by = actor.user.pk, None
        hand_over.needs_second = needs_two
        hand_over.bound = bound_to(hand_over)
        hand_over.state, hand_over.done, hand_over.created = WorkState.WAITING, 0, utc_today()
        hand_over.save()
        if not hand_over.needs_second:
            wake(make_hand_over, hand_over.pk)
    return hand_over


def allow_hand_over(*, hand_over: HandOver, bound: bytes, actor: Actor) -> None:
    """Agree, as the second person, to exactly what was shown; it is made now.

    Raises OwnRequest, and FileGone where it does not wait any more or is not what was shown.
    """
    agree(work=hand_over, bound=bound, actor=actor, task=make_hand_over, kinds=columns_of(hand_over))


def end_hand_over(*, hand_over: HandOver, actor: Actor) -> None:
    """Decline it, or call it back as if it had not been; of one that was downloaded, delete the file.

    Idempotent.
    """
    if HandOver.objects.filter(pk=hand_over.pk).exists():
        number = (hand_over.joined or 0) + (hand_over.left or 0)
        log_end(kinds=columns_of(hand_over), count=number, actor=actor)
    if not void(hand_over):
        file_id = HandOver.objects.filter(pk=hand_over.pk).values_list("file", flat=True).first()
        destroy_files([file_id] if file_id is not None else [])


def open_hand_over(*, hand_over: HandOver, actor: Actor) -> SealedFile:
    """The encrypted file, for whoever asked for it and for nobody else; noted in the access log before.

    From the first time on it counts as given: the next one holds who comes after. Raises FileGone where
    there is none (any more).
    """
    with transaction.atomic():
        # Held: nobody calls it back, or has it made anew, while it becomes a thing that was given.
        HandOver.objects.select_for_update(of=("self",)).filter(pk=hand_over.pk).first()
        file = own_file(work=hand_over, actor=actor)
        HandOver.objects.filter(pk=hand_over.pk, taken=None).update(taken=utc_today())
        log_hand_over(hand_over, AccessDeed.DOWNLOADED)
    return file


def note_received(*, hand_over: HandOver, actor: Actor) -> None:
    """Remember that the partner has it: who took it back is not told again, nor is anything kept of whoever
    of them was erased. Idempotent. Raises FileGone for one that nobody downloaded.
    """
    rows = HandOver.objects.filter(pk=hand_over.pk, taken__isnull=False)
    with transaction.atomic():
        if rows.select_for_update(of=("self",)).first() is None:
            raise FileGone
        rows.filter(received=None).update(received=utc_today())
        HandedOver.objects.filter(ended_by=hand_over, supporter=None).delete()
