"""Two wordings: on how many they are tried, and which of them the others get."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mailings.admin_views.deeds import MailingDeedView, MailingFormView
from mailings.admin_views.forms import TestForm
from mailings.enums import Variant
from mailings.services.drafting import plan_test
from mailings.services.testing import choose_winner
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@audience(Audience.STAFF)
class PlanTestView(MailingFormView):
    """The share of people, what decides, and when."""

    for_steps = False
    page_title = _("Try two wordings")
    says = _(
        "A second subject, or a second text, is tried on some of the people; the others get what did better. "
        "Write the second wording beside the first."
    )

    def make_form(self, data: Any = None) -> TestForm:
        return TestForm(data, mailing=self.mailing)

    def save(self, form: TestForm, actor: Actor) -> None:
        for name, value in form.cleaned_data.items():
            setattr(self.mailing, name, value)
        plan_test(mailing=self.mailing, actor=actor)


@audience(Audience.STAFF)
class ChooseWinnerView(MailingDeedView):
    """Send one of the two to everybody who waits, before the test is over or after it."""

    for_steps = False
    page_title = _("Send this wording to the others")
    header_icon = "check"
    question = _("Everybody who waits for the better of two wordings gets this one.")
    button = _("Send it to the others")
    done = _("The others get it.")

    @cached_property
    def variant(self) -> Variant:
        """The wording that the address names. Raises Http404 for none."""
        try:
            return Variant(self.kwargs["variant"])
        except ValueError:
            raise Http404 from None

    def subject(self) -> str:
        return f"{self.mailing.name}: {self.variant.label}"

    def act(self, actor: Actor) -> None:
        choose_winner(mailing=self.mailing, winner=self.variant, actor=actor)
