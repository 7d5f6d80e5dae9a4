"""What we hold about one person, in plain words: for their own door, and to take along."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from privacy.sealing import unseal_many
from supporters.enums import SubscriptionState
from supporters.hand_over_reads import given_to
from supporters.models import Consent, HandedOver, Supporter, SupporterDetails
from supporters.registries import TimelineEntry, question_name
from supporters.selectors import consents_of, timeline_of


@dataclass(frozen=True)
class Held:
    """Everything about one supporter that can be read; the caller unsealed them."""

    supporter: Supporter
    details: SupporterDetails

    @property
    def tags(self) -> list[str]:
        return sorted(tag.name for tag in self.supporter.tags.all())

    @cached_property
    def notes(self) -> list[tuple[date, str]]:
        """What staff wrote down, with its day; who wrote it is theirs."""
        rows = list(self.supporter.notes.order_by("-created", "-pk"))
        texts = unseal_many(rows, skip_unreadable=True)
        return [(row.created, said.text) for row, said in zip(rows, texts, strict=True) if said is not None]

    @cached_property
    def handed_over(self) -> list[HandedOver]:
        """To which partners their data went, the newest first."""
        return list(given_to(self.supporter))

    @property
    def deeds(self) -> list[TimelineEntry]:
        return timeline_of(self.supporter)

    @property
    def consents(self) -> list[Consent]:
        return [consent for consent in consents_of(self.supporter) if consent.wording is not None]

    def as_data(self) -> dict[str, Any]:
        """For a file: everything, in clear, under the field names of OSDI where it has them."""
        person, details = self.supporter, self.details
        return {
            "given_name": details.given_name,
            "family_name": details.family_name,
            "email": details.email,
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
        "reference": str(row.reference),
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
