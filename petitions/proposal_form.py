"""The form by which a visitor starts a campus that is not on the list."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField, PublicForm
from petitions.models import Petition

LONGEST_REGION = 40


class ProposalForm(PublicForm):
    """Asks which campus, and nothing of who asks; drawn by ``petitions/place_start.html``."""

    campus = LineField(
        label=_("Name of the campus"),
        max_length=200,
        error_messages={
            "required": _("Write the name of the campus or school."),
            "max_length": _("This name is too long: 200 characters fit here."),
        },
    )
    locality = LineField(
        label=_("City"),
        max_length=100,
        error_messages={
            "required": _("Write the city, so that we find the right campus."),
            "max_length": _("This is too long: 100 characters fit here."),
        },
    )
    region = LineField(
        label=_("State or region"),
        max_length=LONGEST_REGION,
        required=False,
        error_messages={"max_length": _("This is too long: 40 characters fit here.")},
    )

    def __init__(self, data: Any = None, *, petition: Petition, page_id: int | None = None) -> None:
        super().__init__(data, name=f"campus-{petition.public_id}", page_id=page_id)
        self.petition = petition
        self.action_url = reverse("countersign_place_propose", args=[petition.public_id])
