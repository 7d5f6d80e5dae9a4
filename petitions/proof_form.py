"""The form that asks for an address at a campus, to prove that somebody is there."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField, PublicForm
from petitions.models import Petition
from petitions.selectors import OfferedPlace, proof_domains
from privacy.canonical import mail_domain
from privacy.exceptions import BadAddress


class ProofForm(PublicForm):
    """Asks for the address alone; drawn by ``petitions/prove.html``."""

    email = LineField(
        label=_("Your address at this campus"),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address at this campus."),
            "max_length": _("This address is too long."),
        },
    )

    def __init__(
        self, data: Any = None, *, petition: Petition, at: OfferedPlace, page_id: int | None = None
    ) -> None:
        super().__init__(data, name=f"prove-{at.key}", page_id=page_id)
        self.petition = petition
        self.at = at
        self.action_url = reverse("countersign_prove", args=[petition.public_id, at.slug])

    @property
    def domains(self) -> Sequence[str]:
        """Where an address may be."""
        return proof_domains(self.at)

    def clean_email(self) -> str:
        """An address on a domain of the institution, or on a part of one."""
        address: str = self.cleaned_data["email"]
        try:
            domain = mail_domain(address)
        except BadAddress:
            raise ValidationError(_("This is not an e-mail address.")) from None
        if not any(domain == one or domain.endswith(f".{one}") for one in self.domains):
            raise ValidationError(
                _("It must end in %(domains)s.") % {"domains": ", ".join(self.domains)}, code="elsewhere"
            )
        return address
