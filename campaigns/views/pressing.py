"""Where a page says that somebody opened their own mail or telephone to an office."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from campaigns.doors import form_door
from campaigns.enums import PressKind
from campaigns.models import Target
from campaigns.services import count_press
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
@form_door
def pressed(request: HttpRequest, target: UUID, kind: str) -> HttpResponse:
    """204 whether it was counted or too many came; 404 for what is no target of ours.

    The body is not read: a press says nothing of who pressed.
    """
    found = Target.objects.filter(public_id=target).first()
    if found is None or kind not in PressKind:
        raise Http404
    count_press(target=found, kind=PressKind(kind), actor=Actor.the_person())
    return HttpResponse(status=204)
