"""The house rules, for staff: read once, and said to be kept."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.roles import Role
from privacy.staff_views import QuestionView, trail
from supporters.first_run import CAN_SETTLE
from supporters.services import keep_house_rules


@audience(Role.ADMINISTRATORS)
class HouseRulesView(QuestionView):
    """One press, once for the installation; the words are those of the public page."""

    permission = CAN_SETTLE
    template_name = "campaigns/admin/house_rules.html"
    header_icon = "openquote"
    page_title = _("House rules")
    question = _("They hold for all that is written here, by visitors and by you.")
    button = _("We keep to these rules")
    done = _("Thank you. The rules stand at the foot of every page.")
    back_label = _("Not now")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def act(self, actor: Actor) -> None:
        keep_house_rules(actor=actor)

    def subject(self) -> str:
        return ""

    def back_url(self) -> str:
        return reverse("wagtailadmin_home")
