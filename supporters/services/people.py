"""How a supporter comes in, is looked at, and goes."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from privacy.actors import Actor
from privacy.canonical import canonical_address
from privacy.choices import AccessDeed, AccessReason
from privacy.days import utc_today
from privacy.exceptions import Erased, LostKey, NothingSealed
from privacy.indexes import Domain, IndexKind, lock_index
from privacy.ledger import log_access
from privacy.looks import look_at
from privacy.sealing import reseal, seal_new
from supporters import jobs
from supporters.answers import in_words
from supporters.enums import Fingerprint, SupporterState
from supporters.found_by import index_row, phone_index
from supporters.models import (
    SubjectIndex,
    Supporter,
    SupporterDetails,
)
from supporters.regions import region_of
from supporters.selectors import find_by_index

# What a click shows.
UNMASKED = ("given_name", "family_name", "email", "further_emails", "phone", "postal_code")


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


def hold_supporter(*, supporter: Supporter, address: str) -> bool:
    """Keep the record of somebody about to be admitted by their own ``address`` until the transaction ends.

    In the order of ``admit_supporter()``. False where they were erased or merged since they were read: who
    went at this moment must not be made anew of what was read before.
    """
    lock_index(Domain.SUPPORTER, IndexKind.EMAIL, canonical_address(address))
    return Supporter.objects.select_for_update().filter(pk=supporter.pk).first() is not None


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
