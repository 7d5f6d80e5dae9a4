"""What staff narrow the supporter file by on this floor: the campaign somebody acted in, and how."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.kinds import action_kinds
from campaigns.models import Campaign
from campaigns.selectors import acted
from privacy.scopes import AnyUser
from supporters.registries import FilterField, SupporterFilter


def campaigns(user: AnyUser) -> Iterable[tuple[str, str]]:
    """All campaigns: whoever reads the file reads the whole of it."""
    language = get_language() or ""
    return [(str(one.public_id), one.title_in(language)) for one in Campaign.objects.order_by("pk")]


def kinds(user: AnyUser) -> Iterable[tuple[str, str]]:
    """What the installed apps let people do."""
    return [(kind.name, str(kind.label)) for kind in action_kinds()]


def did(chosen: Mapping[str, str]) -> Q:
    """Who did something of this kind, in this campaign: one deed that is both."""
    columns = {"campaign": "campaign__public_id", "did": "kind"}
    return acted(**{columns[name]: value for name, value in chosen.items()})


action_filter = SupporterFilter(
    name="campaigns",
    fields={"campaign": FilterField(_("Campaign"), campaigns), "did": FilterField(_("Did"), kinds)},
    condition=did,
)
