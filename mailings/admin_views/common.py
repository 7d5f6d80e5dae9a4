"""What all staff's views of mailings share: which mailing, with which right.

Numbers of people and masked rows are for Mailers; organizers read those of their own campaigns. Absent and
not yours look the same.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mailings.models import Mailing, Series
from mailings.selectors import scope
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded, trail

CAN_VIEW = "countersign_mailings.view_mailing"
CAN_ADD = "countersign_mailings.add_mailing"
CAN_EDIT = "countersign_mailings.change_mailing"
CAN_SEND = "countersign_mailings.send_mailing"
CAN_SEE_SERIES = "countersign_mailings.view_series"
CAN_EDIT_SERIES = "countersign_mailings.change_series"


def own_mailing(user: AnyUser, public_id: UUID) -> Mailing:
    """One of the mailings this user may see. Raises Http404."""
    mailing = scope.visible_to(user).filter(public_id=public_id).first()
    if mailing is None:
        raise Http404
    return mailing


def own_series(user: AnyUser, public_id: UUID) -> Series:
    """One of the series this user may see. Raises Http404."""
    series = scope.series_visible_to(user).filter(public_id=public_id).first()
    if series is None:
        raise Http404
    return series


class OfMailing(Guarded):
    """Views of one of the mailings this user may see; of a step of a series where ``for_steps``."""

    kwargs: dict[str, Any]
    for_steps: ClassVar[bool] = True

    @cached_property
    def mailing(self) -> Mailing:
        mailing = own_mailing(self.request.user, self.kwargs["mailing"])
        if is_step(mailing) and not self.for_steps:
            raise Http404
        return mailing


class OfSeries(Guarded):
    """Views of one of the series this user may see."""

    kwargs: dict[str, Any]

    @cached_property
    def series(self) -> Series:
        return own_series(self.request.user, self.kwargs["series"])


def is_step(mailing: Mailing) -> bool:
    """Whether it belongs to a series, which begins and ends for it. One query, the first time."""
    return hasattr(mailing, "series_step")


def mailing_url(mailing: Mailing) -> str:
    """Where staff see how a mailing stands, and what is to be done next."""
    return reverse("mailing:overview", args=[mailing.public_id])


def series_url(series: Series) -> str:
    """Where staff see the steps of a series."""
    return reverse("mailing:series_one", args=[series.public_id])


def mailings_trail(*labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through the list of mailings to the page itself."""
    return trail(*labels, above=[(reverse("mailing:index"), _("Mailings"))])


def mailing_trail(mailing: Mailing, *labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through one mailing to the page itself."""
    above = [(reverse("mailing:index"), _("Mailings"))]
    return trail(*labels, above=[*above, (mailing_url(mailing), mailing.name)])


def series_trail(*labels: Any, series: Series | None = None) -> list[dict[str, Any]]:
    """Breadcrumbs through the list of series, and one of them, to the page itself."""
    above = [(reverse("mailing:index"), _("Mailings")), (reverse("mailing_series:index"), _("Series"))]
    one = [(series_url(series), series.name)] if series is not None else []
    return trail(*labels, above=[*above, *one])
