"""What staff's views of supporters share."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from privacy.roles import Role
from supporters.models import Segment

# Who works with the supporter file. Administrators may do all that any group may.
KEEPERS = (Role.MAILERS, Role.STEWARDS, Role.ADMINISTRATORS)

CAN_SEE = "countersign_supporters.view_segment"
CAN_WRITE = "countersign_supporters.change_segment"
CAN_DELETE = "countersign_supporters.delete_segment"


class Permitted:
    """Demands ``permission`` before anything is looked up."""

    permission: ClassVar[str]
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def staff(self) -> AbstractBaseUser:
        """Who acts."""
        if not self.request.user.is_authenticated:
            raise PermissionDenied
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class OfSegment(Permitted):
    """Views of one segment."""

    @cached_property
    def segment(self) -> Segment:
        found = Segment.objects.filter(public_id=self.kwargs["segment"]).first()
        if found is None:
            raise Http404
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return segments_trail(self.segment.name, self.page_title)  # type: ignore[attr-defined]


def segments_trail(*labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the segments; the last is the page itself."""
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("segment:index"), "label": _("Segments")},
    ]
    return [*trail, *({"url": "", "label": label} for label in labels)]
