"""A form of this floor's own, with no kind of action above it: what every form of ours shares."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from campaigns.doors import answer_with_errors, form_door, one_more_step, see_other
from campaigns.forms import ActionForm
from campaigns.gate import judge_form
from campaigns.kinds import ActionKind
from campaigns.models import Target
from config.urls import urlpatterns as site_urlpatterns
from privacy.audiences import Audience, audience


class TargetKind(ActionKind):
    """Targets as if they were something to act on."""

    name = "tests.target"
    label = "Target"
    plural = "Targets"
    template = "tests/campaign_form.html"

    def get(self, public_id):
        return Target.objects.filter(public_id=public_id).first()

    def block_context(self, obj, request):
        return {"form": ActionForm(name="target"), "action_url": f"/do/form/{obj.public_id}/", "target": obj}

    def page_url(self, obj, language):
        return ""

    def choices(self):
        return [(target.public_id, target.name) for target in Target.objects.all()]


@audience(Audience.PUBLIC)
@form_door
def act(request: HttpRequest, public_id) -> HttpResponse:
    target = Target.objects.get(public_id=public_id)
    form = ActionForm(request.POST, name="target")
    if not form.is_valid():
        return answer_with_errors(request, form=form, kind=TargetKind(), obj=target)
    verdict = judge_form(request.POST)
    if verdict.needs_step:
        return one_more_step(request, verdict)
    return see_other("/thanks/")


@audience(Audience.STAFF)
def staff_form(request: HttpRequest) -> HttpResponse:
    Target.objects.first()
    return HttpResponse("never seen")


urlpatterns = [
    path("do/form/<uuid:public_id>/", act),
    path("staff/", staff_form),
    # The look of the pages is the ready-made site's, so are their links.
    *site_urlpatterns,
]
