"""The deeds of this floor: how a supporter comes in, answers, joins, leaves and goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext

from outbox.enums import RefusalReason
from outbox.services import lift_refusal, refuse
from privacy.actors import Actor, ActorKind
from privacy.canonical import RULES_VERSION, canonical_address, canonical_phone
from privacy.choices import AccessDeed, AccessReason
from privacy.cleaning import clean_lines, is_seen
from privacy.days import utc_today
from privacy.denylist import refuse_status_words
from privacy.erasure import destroy_after_commit
from privacy.exceptions import BadPhone, Erased, LostKey, NothingSealed, SealedError
from privacy.indexes import Domain, IndexKind, blind_index, lock_index
from privacy.keyring import keyring
from privacy.ledger import log_access
from privacy.looks import look_at
from privacy.sealing import reseal, seal_new
from supporters import jobs, registries
from supporters.answers import in_words
from supporters.enums import ConsentHow, Fingerprint, SubscriptionState, SupporterState
from supporters.exceptions import NoteTaken, NotTheirOwnDeed, TooManyNotes
from supporters.jobs.exports import destroy_mail_files_with
from supporters.jobs.hand_overs import destroy_waiting_files_with
from supporters.models import (
    Consent,
    ConsentWording,
    List,
    NoteText,
    Partner,
    SubjectIndex,
    Subscription,
    Supporter,
    SupporterDetails,
    SupporterNote,
)
from supporters.models.notes import LONGEST_NOTE
from supporters.regions import region_of
from supporters.selectors import find_by_index, survivor_of
from supporters.services.partners import note_key

# What a click shows.
UNMASKED = ("given_name", "family_name", "email", "further_emails", "phone", "postal_code")
# Of one supporter: more than anybody reads.
MOST_NOTES = 100


@dataclass(frozen=True)
class ConsentAnswer:
    """One answer to one question. ``wording_id`` is the wording's primary key, ``list_id`` a public_id."""

    wording_id: int
    answer: bool
    list_id: UUID | None = None


def admit_supporter(*, details: SupporterDetails, language: str, country: str, actor: Actor) -> Supporter:
    """Find the supporter with this address or make one: the one way in, at a confirmed deed.

    Of somebody we know, gaps are filled and nothing else is touched but ``language`` (that of the
    page they last acted on) and the month of activity: what is written stays, no state sinks and
    nobody is subscribed again. ``country`` is ISO 3166-1 alpha-2 or ''. Two admissions of one
    address at once give one supporter. Raises BadAddress.
    """
    canonical = canonical_address(details.email)
    # Mostly within the transaction of the deed: no savepoint, two statements less.
    with transaction.atomic(savepoint=False):
        # Whoever else admits this address waits here, and then finds the row we made.
        indexes = lock_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical)
        supporter = find_by_index(indexes.values(), lock=True)
        if supporter is not None:
            try:
                return _complete(supporter, details, language, country)
            except (Erased, NothingSealed):
                # An erasure that died halfway: finish it, and begin anew.
                jobs.forget(supporter)
        return _make(details, language, country, email_index=indexes[max(indexes)])


def _make(details: SupporterDetails, language: str, country: str, *, email_index: bytes) -> Supporter:
    supporter = Supporter(country=country, language=language, region=region_of(details.postal_code, country))
    seal_new(supporter, details)
    supporter.save(force_insert=True)
    rows = [index_row(supporter, IndexKind.EMAIL, email_index)]
    if (phone := phone_index(details.phone, country)) is not None:
        rows.append(index_row(supporter, IndexKind.PHONE, phone))
    SubjectIndex.objects.bulk_create(rows)
    return supporter


def _complete(supporter: Supporter, details: SupporterDetails, language: str, country: str) -> Supporter:
    clear: dict[str, Any] = {"language": language, "state": SupporterState.ACTIVE}
    clear |= {"active_month": utc_today().replace(day=1), "asked_months": 0, "idle_since": None}
    if not supporter.country and country:
        clear["country"] = country
    try:
        known = supporter.unseal()
    except LostKey:
        # `doctor` reports it. The deed counts; there is nothing that could be read or filled.
        known = completed = details
    else:
        complete = _prove if supporter.state == SupporterState.UNCONFIRMED else fill_gaps
        completed = complete(known, details)
    if completed != known:
        completed = reseal(supporter, lambda now: complete(now, details))
        if not supporter.region:
            clear["region"] = region_of(completed.postal_code, supporter.country or country)
        if (
            not known.phone
            and (phone := phone_index(completed.phone, supporter.country or country)) is not None
        ):
            row = index_row(supporter, IndexKind.PHONE, phone)
            SubjectIndex.objects.bulk_create([row], ignore_conflicts=True)
    changes = {name: value for name, value in clear.items() if getattr(supporter, name) != value}
    if (changes or completed != known) and supporter.changed != utc_today():
        changes["changed"] = utc_today()
    if changes:
        Supporter.objects.filter(pk=supporter.pk).update(**changes)
        for name, value in changes.items():
            setattr(supporter, name, value)
    return supporter


def _prove(known: SupporterDetails, new: SupporterDetails) -> SupporterDetails:
    """``fill_gaps()`` of somebody none of whose addresses was proved: mail goes to the one that is now."""
    filled = fill_gaps(known, new)
    proved = canonical_address(new.email)
    if canonical_address(filled.email) == proved:
        return filled
    others = [one for one in filled.addresses if canonical_address(one) != proved]
    spelled = [one for one in filled.further_emails if canonical_address(one) == proved]
    return replace(filled, email=(spelled or [new.email])[0], further_emails=sorted(others))


def fill_gaps(known: SupporterDetails, new: SupporterDetails) -> SupporterDetails:
    """Return ``known`` with each empty field taken from ``new``; what is written stays as it is."""
    names = ("given_name", "family_name", "email", "phone", "postal_code")
    filled = {name: getattr(known, name) or getattr(new, name) for name in names}
    return replace(known, **filled, custom={**new.custom, **known.custom})


def phone_index(phone: str, country: str) -> bytes | None:
    """The index of a phone number, None for one that nobody could dial."""
    if not phone:
        return None
    try:
        return blind_index(Domain.SUPPORTER, IndexKind.PHONE, canonical_phone(phone, country))
    except BadPhone:
        return None


def index_row(supporter: Supporter, kind: IndexKind, index: bytes) -> SubjectIndex:
    return SubjectIndex(
        supporter=supporter,
        kind=kind,
        index=index,
        idx_version=keyring().idx.newest,
        rules_version=RULES_VERSION,
    )


def record_consents(
    *,
    supporter: Supporter,
    answers: Sequence[ConsentAnswer],
    actor: Actor,
    how: ConsentHow | None = None,
) -> None:
    """Write a person's answers into the consent ledger: who, which words, yes or no, how, the day.

    It writes down and no more: ``subscribe()`` joins. One statement, however many answers. ``how``: where
    it is not a form of ours, confirmed, or staff's writing.
    """
    day = utc_today()
    if how is None:
        how = ConsentHow.CONFIRMED_FORM if actor.kind == ActorKind.THE_PERSON else ConsentHow.STAFF
    rows = [
        Consent(
            subject_id=supporter.subject_id,
            wording_id=answer.wording_id,
            list_id=answer.list_id,
            answer=answer.answer,
            how=how,
            day=day,
        )
        for answer in answers
    ]
    Consent.objects.bulk_create(rows)


def subscribe(*, supporter: Supporter, list: List, actor: Actor) -> None:  # noqa: A002 (the domain's word)
    """Join a list, at the person's own confirmed deed, and lift their refusals of it and of all.

    Raises NotTheirOwnDeed for any other actor: nobody joins somebody else, and nobody lifts
    somebody else's no.
    """
    if actor.kind != ActorKind.THE_PERSON:
        raise NotTheirOwnDeed
    with transaction.atomic():
        standing = Subscription.objects.filter(supporter=supporter, list=list)
        joined = standing.exclude(state=SubscriptionState.SUBSCRIBED).update(
            state=SubscriptionState.SUBSCRIBED, since=utc_today()
        )
        if not joined:
            row = Subscription(supporter=supporter, list=list, state=SubscriptionState.SUBSCRIBED)
            Subscription.objects.bulk_create([row], ignore_conflicts=True)
        try:
            addresses = supporter.unseal().addresses
        except SealedError:
            return  # Erased or lost meanwhile: no mail can go, so no refusal stands in its way.
        for address in addresses:
            lift_refusal(address=address, list_id=list.public_id)
            lift_refusal(address=address)


def unsubscribe(*, supporter: Supporter, list: List | None = None, actor: Actor) -> None:  # noqa: A002 (the domain's word)
    """Leave one list, or all mail when ``list`` is None, and keep the no as a refusal.

    Leaving the last list counts as all. Leaving all refuses each list by itself as well, so
    that joining one of them later does not open the others. Idempotent.
    """
    with transaction.atomic():
        # Two presses of two lists at once: the second sees what the first left.
        now = Supporter.objects.select_for_update().filter(pk=supporter.pk).first()
        if now is None:
            # Merged since it was read: the no is the survivor's. Locked by its own call.
            if (survivor := survivor_of(supporter.public_id)) is not None:
                unsubscribe(supporter=survivor, list=list, actor=actor)
            return
        # With every address they have by now.
        supporter = now
        # What was made to send them news is made anew without them.
        destroy_mail_files_with(supporter)
        standings = {
            row.list_id: row for row in supporter.subscriptions.select_related("list").order_by("pk")
        }
        others = [
            row
            for row in standings.values()
            if row.state == SubscriptionState.SUBSCRIBED and (list is None or row.list_id != list.pk)
        ]
        everything = list is None or not others
        if everything:
            destroy_waiting_files_with(supporter)
        left = Q() if everything else Q(list=list)
        supporter.subscriptions.filter(left).exclude(state=SubscriptionState.UNSUBSCRIBED).update(
            state=SubscriptionState.UNSUBSCRIBED, since=utc_today()
        )
        try:
            addresses = supporter.unseal().addresses
        except SealedError:
            return  # No address is left that mail could go to.
        refused = {row.list.public_id for row in standings.values()} if everything else set()
        if list is not None:
            refused.add(list.public_id)
        for address in addresses:
            for list_id in sorted(refused):
                refuse(address=address, list_id=list_id, reason=RefusalReason.UNSUBSCRIBED)
            if everything:
                refuse(address=address, reason=RefusalReason.UNSUBSCRIBED)
        note_activity(supporter=supporter, actor=actor)


def note_activity(*, supporter: Supporter, actor: Actor) -> None:
    """Remember the month in which this person acted or pressed a button in a mail."""
    if actor.kind != ActorKind.THE_PERSON:
        return
    month = utc_today().replace(day=1)
    silent = Q(active_month__lt=month) | Q(asked_months__gt=0)
    Supporter.objects.filter(silent, pk=supporter.pk).update(active_month=month, asked_months=0)


def erase_supporter(*, supporter: Supporter, keep_fingerprint: bool, actor: Actor) -> bool:
    """Make everything about a supporter unreadable, in every copy, then remove the rows.

    ``keep_fingerprint`` writes a refusal of all mail, so that nobody can add them again;
    without it even earlier refusals are lifted ("forget even that"). Nameless rows of upper
    floors stay, as each has registered. Keys are destroyed at once and do not come back with a
    rollback: call it outside of transactions. What staff erase is logged, first, without whom.
    Returns whether this call destroyed a key.
    """
    if actor.user is not None:
        log_access(user=actor.user, deed=AccessDeed.ERASED, kinds=[], count=1)
    return jobs.erase(supporter, fingerprint=Fingerprint.KEEP if keep_fingerprint else Fingerprint.FORGET)


def unmask_supporter(*, supporter: Supporter, reason: AccessReason, actor: Actor) -> dict[str, str]:
    """Read who somebody is, in clear, by name of the field and without empty ones; the look is logged first.

    Answers to the organization's own questions are among them, by the question's key. Raises TooManyLooks
    past the hour's number, SealedError where nothing can be read any more, and logs neither; ValueError for
    an actor who is no member of staff.
    """
    shown: dict[str, Any] = look_at(supporter, fields=(*UNMASKED, "custom"), reason=reason, actor=actor)
    custom: dict[str, Any] = shown.pop("custom", {})
    if further := shown.pop("further_emails", []):
        shown["further_emails"] = ", ".join(further)
    return {key: in_words(value) for key, value in custom.items()} | shown


def write_note(*, supporter: Supporter, text: str, public_id: UUID, actor: Actor) -> SupporterNote:
    """Write a note about somebody, sealed under a key of its own; the same ``public_id`` again is one note.

    Raises ValidationError for words about a person's status (PRIVACY: never stored), and for a note in which
    nothing can be seen or that is too long; TooManyNotes past 100, NoteTaken where the id is another
    supporter's note's, and DoesNotExist once they are erased.
    """
    # Without marks that nobody sees: they must not part a word that is refused.
    text = clean_lines(text)
    if not is_seen(text):
        raise ValidationError(gettext("Write something."))
    if len(text) > LONGEST_NOTE:
        raise ValidationError(gettext("This note is too long."))
    refuse_status_words(text)
    author = actor.user.pk if actor.user is not None else None
    note = SupporterNote(public_id=public_id, supporter=supporter, author_id=author)
    with transaction.atomic():
        # Whoever else writes about this person waits here: their number holds, and an id is taken once.
        Supporter.objects.select_for_update().get(pk=supporter.pk)
        if (known := SupporterNote.objects.filter(public_id=public_id).first()) is not None:
            if known.supporter_id != supporter.pk:
                raise NoteTaken
            return known
        if supporter.notes.count() >= MOST_NOTES:
            raise TooManyNotes
        seal_new(note, NoteText(text=text))
        note.save(force_insert=True)
    return note


def delete_note(*, note: SupporterNote, actor: Actor) -> None:
    """Remove a note and destroy its key. Idempotent."""
    with transaction.atomic():
        SupporterNote.objects.filter(pk=note.pk).delete()
        destroy_after_commit([note.subject_id])


def publish_wording(
    *, key: str, texts: Mapping[str, str], actor: Actor, partner: Partner | None = None
) -> list[ConsentWording]:
    """Give a consent question the words it is asked in from now on, by language.

    A changed wording is a new version with all its languages; the same words again change
    nothing. Returns the rows of the version that stands. Empty texts are left out.
    """
    texts = {language: text.strip() for language, text in texts.items() if text.strip()}
    asked = ConsentWording.objects.filter(key=key, partner=partner)
    with transaction.atomic():
        newest = asked.aggregate(newest=Max("version"))["newest"] or 0
        standing = [*asked.filter(version=newest)]
        if {wording.language: wording.text for wording in standing} == texts:
            return standing
        return ConsentWording.objects.bulk_create(
            ConsentWording(key=key, partner=partner, version=newest + 1, language=language, text=text)
            for language, text in sorted(texts.items())
        )


def publish_first_wordings(*, actor: Actor) -> None:
    """Give each registered question that has no words yet its first ones, partner by partner. Idempotent."""
    asked: set[tuple[str, int | None]] = set(
        ConsentWording.objects.order_by().values_list("key", "partner").distinct()
    )
    for key, texts in registries.first_wordings.items():
        if (key, None) not in asked:
            publish_wording(key=key, texts=texts, actor=actor)
    for key, texts in registries.partner_wordings.items():
        for partner in Partner.objects.all():
            if (key, partner.pk) not in asked:
                named = {language: text % {"partner": partner.name} for language, text in texts.items()}
                publish_wording(key=key, texts=named, actor=actor, partner=partner)


def add_partner(*, partner: Partner, actor: Actor) -> Partner:
    """Save a new partner, with the first words of each question that is asked for partners."""
    with transaction.atomic():
        note_key(partner=partner, actor=actor)
        partner.save(force_insert=True)
        publish_first_wordings(actor=actor)
    return partner
