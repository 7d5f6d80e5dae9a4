"""What is still to be said by somebody who signs by one press from our own mail."""

from typing import Any

from petitions.forms import SignForm
from petitions.models import TypedSignature
from petitions.selectors import SignRules
from supporters.default_country import default_country
from supporters.models import Supporter, SupporterDetails


class PressForm(SignForm):
    """The petition's form without all that is known or not needed: mostly it is empty.

    A campus may be chosen. News are not asked about: who gets our mail has answered that.
    """

    def __init__(
        self, data: Any = None, *, rules: SignRules, supporter: Supporter, details: SupporterDetails
    ) -> None:
        super().__init__(data, rules=rules, partner_wordings=())
        self.details = details
        self.known_country = supporter.country
        self.news_wording = None
        asked = {"place", "affiliation"}
        asked |= {"given_name"} if not details.given_name else set()
        asked |= {"country"} if not supporter.country else set()
        for name in set(self.fields) - asked:
            del self.fields[name]

    def typed(self) -> TypedSignature:
        """What they would have typed into the whole form. Call it on a valid form."""
        said, known = self.cleaned_data, self.details
        place = said.get("place", "")
        return TypedSignature(
            email=known.email,
            given_name=known.given_name or said["given_name"],
            family_name=known.family_name,
            postal_code=known.postal_code,
            country=self.known_country or said.get("country") or default_country(),
            place=place,
            affiliation=said.get("affiliation", "") if place else "",
        )
