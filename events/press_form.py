"""What is still to be said by somebody who signs up by one press from our own mail."""

from collections.abc import Iterator
from typing import Any

from django.forms import BoundField

from campaigns.enums import NewsChoice
from events.forms import RegisterForm, question_field_name
from events.models import TypedAttendance
from events.selectors.rules import EventRules
from supporters.default_country import default_country
from supporters.models import Supporter, SupporterDetails


class PressForm(RegisterForm):
    """The form of an open event without all that is known or not needed.

    Which date or shift, where there are several; answers and agreements that this event cannot do without.
    """

    def __init__(
        self, data: Any = None, *, rules: EventRules, supporter: Supporter, details: SupporterDetails
    ) -> None:
        super().__init__(data, rules=rules)
        self.details = details
        self.known_country = supporter.country
        self.news_wording = None
        self.partner_wordings = []
        needed = {question_field_name(one) for one in rules.questions if one.is_required}
        needed |= {f"agree_{one.key}" for one in rules.agreements} | {"part"}
        needed |= {"given_name"} if not details.given_name else set()
        for name in set(self.fields) - needed:
            del self.fields[name]

    @property
    def question_fields(self) -> Iterator[BoundField]:
        names = [question_field_name(question) for question in self.rules.questions]
        return (self[name] for name in names if name in self.fields)

    def typed(self) -> TypedAttendance:
        """What they would have typed into the whole form. Call it on a valid form."""
        said, known = super().typed(), self.details
        return TypedAttendance(
            email=known.email,
            given_name=known.given_name or said.given_name,
            family_name=known.family_name,
            postal_code=known.postal_code,
            country=self.known_country or default_country(),
            news=NewsChoice.NO.value,
            answers=said.answers,
            agreed=said.agreed,
        )
