"""What staff's views of segments share."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from privacy.staff_views import Guarded, trail
from supporters.models import Segment

CAN_SEE = "countersign_supporters.view_segment"
CAN_WRITE = "countersign_supporters.change_segment"
CAN_DELETE = "countersign_supporters.delete_segment"


class OfSegment(Guarded):
    """Views of one segment."""

    kwargs: dict[str, Any]

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
    return trail(*labels, above=[(reverse("segment:index"), _("Segments"))])
