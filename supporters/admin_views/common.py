"""What all staff's views of the supporter file share: for whom they are, and whom they are about."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.roles import Role
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded, trail
from supporters.models import Supporter
from supporters.people import visible_to

CAN_ACT = "countersign_supporters.change_supporter"
CAN_ERASE = "countersign_supporters.delete_supporter"
CAN_MERGE = "countersign_supporters.add_merge"
CAN_WRITE_NOTES = "countersign_supporters.add_supporternote"
CAN_READ_NOTES = "countersign_supporters.view_supporternote"
CAN_DELETE_NOTES = "countersign_supporters.delete_supporternote"

# The file belongs to them alone; organizers see the signatures of their own campaigns.
WHO = (Role.MAILERS, Role.STEWARDS)


def own_supporter(user: AnyUser, public_id: UUID) -> Supporter:
    """One of the supporters this user may see. Raises Http404."""
    supporter = visible_to(user).filter(public_id=public_id).first()
    if supporter is None:
        raise Http404
    return supporter


def profile_url(supporter: Supporter) -> str:
    """Where staff read about one supporter."""
    return reverse("supporter:profile", args=[supporter.public_id])


def file_trail(*labels: Any, supporter: Supporter | None = None) -> list[dict[str, Any]]:
    """Breadcrumbs through the file, to one supporter, to what is done there."""
    one = [(profile_url(supporter), str(supporter))] if supporter is not None else []
    return trail(*labels, above=[(reverse("supporter:index"), _("Supporter file")), *one])


def too_many_deeds() -> str:
    """What is said to who did one thing to single records too often."""
    return gettext("You have done this as often as one may within an hour. Go on in the next hour.")


class OfSupporter(Guarded):
    """A view about the supporter that its address names."""

    kwargs: dict[str, Any]

    @cached_property
    def supporter(self) -> Supporter:
        return own_supporter(self.request.user, self.kwargs["supporter"])
