"""Having the names of the whole file compared, for people who may be there twice."""

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.ledger import log_access
from privacy.wakeups import wake
from supporters.enums import WorkState
from supporters.jobs.alike import records_to_open
from supporters.models import NameLook
from supporters.models.merging import this_week
from supporters.tasks import compare_names


def look_for_like_names(*, actor: Actor) -> NameLook:
    """Have a worker open the whole file and suggest who may be one person; logged as one search by name.

    Once a week, whoever asks: the week's look is returned where there is one. One that went wrong goes on
    where it stopped. ValueError for who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff has names compared.")
    with transaction.atomic():
        # The week is unique: of two who ask at once one waits here and finds the other's.
        look, is_new = NameLook.objects.get_or_create(
            week=this_week(), defaults={"asked_by_id": actor.user.pk}
        )
        failed = NameLook.objects.filter(pk=look.pk, state=WorkState.FAILED)
        if is_new or failed.update(state=WorkState.WAITING):
            log_access(user=actor.user, deed=AccessDeed.SEARCHED, kinds=["name"], count=records_to_open())
            wake(compare_names, look.pk)
    return look
