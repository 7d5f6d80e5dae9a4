"""What we hold about one person, in plain words: for their own door, and to take along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext

from outbox.models import Refusal
from outbox.selectors import refusals_of
from privacy.sealing import unseal_many
from supporters import registries
from supporters.answers import in_words
from supporters.enums import SubscriptionState
from supporters.hand_over_reads import given_to, reference_of
from supporters.models import Consent, HandedOver, List, Supporter, SupporterDetails
from supporters.registries import HeldFact, TimelineEntry, question_name
from supporters.selectors import consents_of, question_labels, timeline_of


@dataclass(frozen=True)
class Held:
    """Everything about one supporter that can be read; the caller unsealed them.

    While a merge can be taken back, ``kept_back`` is all, and ``details`` what is shown: of the rest nothing
    is, for it may be another person's.
    """

    supporter: Supporter
    details: SupporterDetails
    kept_back: SupporterDetails | None = None

    @property
    def tags(self) -> list[str]:
        if self.kept_back is not None:
            return []
        return sorted(tag.name for tag in self.supporter.tags.all())

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The organization's own questions that they answered, as they are called, and what stands there."""
        custom = self.details.custom
        labels = question_labels(list(custom))
        return [(labels[key], in_words(answer)) for key, answer in custom.items()]

    @cached_property
    def notes(self) -> list[tuple[date, str]]:
        """What staff wrote down, with its day; who wrote it is theirs."""
        if self.kept_back is not None:
            return []
        rows = list(self.supporter.notes.order_by("-created", "-pk"))
        texts = unseal_many(rows, skip_unreadable=True)
        return [(row.created, said.text) for row, said in zip(rows, texts, strict=True) if said is not None]

    @cached_property
    def more(self) -> list[HeldFact]:
        """What upper floors hold beside the deeds, and the no that outlives a list."""
        if self.kept_back is not None:
            words = gettext(
                "Two records that both seemed to be yours were made one. Until tomorrow, what came with the "
                "other one is not shown here, nor what you did with us. If that was a mistake, write to us."
            )
            return [HeldFact(label=gettext("Shown from tomorrow on"), text=words, day=None)]
        told = [fact for source in registries.held_sources.values() for fact in source(self.supporter)]
        return [*told, *self.refusals]

    @cached_property
    def refusals(self) -> list[HeldFact]:
        """Fingerprints of the addresses that keep mail back."""
        rows = [row for address in self.details.addresses for row in refusals_of(address)]
        ids = [row.list_id for row in rows if row.list_id is not None]
        names = {one.public_id: str(one) for one in List.objects.filter(public_id__in=ids)}
        return [
            HeldFact(
                label=gettext("Mail that we do not send you"),
                text=_refusal_words(row, names),
                day=row.day,
            )
            for row in rows
        ]

    @cached_property
    def handed_over(self) -> list[HandedOver]:
        """To which partners their data went, the newest first."""
        if self.kept_back is not None:
            return []
        return list(given_to(self.supporter))

    @property
    def deeds(self) -> list[TimelineEntry]:
        if self.kept_back is not None:
            return []
        return timeline_of(self.supporter)

    @property
    def consents(self) -> list[Consent]:
        if self.kept_back is not None:
            return []
        return [consent for consent in consents_of(self.supporter) if consent.wording is not None]

    def as_data(self) -> dict[str, Any]:
        """For a file: everything, in clear, under the field names of OSDI where it has them."""
        person, details = self.supporter, self.details
        return {
            "given_name": details.given_name,
            "family_name": details.family_name,
            "email": details.email,
            "further_emails": list(details.further_emails),
            "phone": details.phone,
            "postal_code": details.postal_code,
            "region": person.region,
            "country": person.country,
            "language": person.language,
            "joined": person.joined.isoformat(),
            "last_active_month": person.active_month.strftime("%Y-%m"),
            "custom": dict(details.custom),
            "tags": self.tags,
            "lists": [
                {
                    "list": str(row.list),
                    "state": SubscriptionState(row.state).value,
                    "since": row.since.isoformat(),
                }
                for row in person.subscriptions.select_related("list").order_by("pk")
            ],
            "more": [
                {"label": fact.label, "text": fact.text, "day": fact.day.isoformat() if fact.day else ""}
                for fact in self.more
            ],
            "notes": [{"day": day.isoformat(), "text": text} for day, text in self.notes],
            "handed_over": [_handed(row) for row in self.handed_over],
            "consents": [_consent(consent) for consent in self.consents],
            "actions": [
                {"day": entry.day.isoformat(), "kind": entry.kind, "label": entry.label}
                for entry in self.deeds
            ],
        }


def _handed(row: HandedOver) -> dict[str, Any]:
    day, ended = row.hand_over.taken, row.ended_by.taken if row.ended_by is not None else None
    return {
        "partner": row.hand_over.partner.name,
        "day": day.isoformat() if day else "",
        "told_to_forget": ended.isoformat() if ended else "",
        "reference": str(reference_of(row)),
    }


def _consent(consent: Consent) -> dict[str, Any]:
    wording = consent.wording
    return {
        "question": question_name(wording.key) if wording else "",
        "words": wording.text if wording else "",
        "partner": wording.partner.name if wording and wording.partner else "",
        "answer": consent.answer,
        "day": consent.day.isoformat() if consent.day else "",
    }


def _refusal_words(row: Refusal, names: Mapping[UUID, str]) -> str:
    if row.until is not None:
        return gettext("All mail, until %(day)s") % {"day": date_format(row.until)}
    if row.list_id is None:
        what = gettext("All mail")
    else:
        what = names.get(row.list_id, gettext("A list that is no more"))
    return f"{what} ({row.get_reason_display()})"
