"""What staff's own views of people share, in Wagtail's admin: a right, a question, a logged look."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import admits
from privacy.choices import AccessReason
from privacy.exceptions import CountersignError, TooManyLooks
from privacy.kind_names import LABELS
from privacy.roles import Role


def trail(*labels: Any, above: Sequence[tuple[str, Any]] = ()) -> list[dict[str, Any]]:
    """Breadcrumbs from the admin's front page by pages ``above`` (address, label) to the page itself."""
    steps = [(reverse("wagtailadmin_home"), _("Home")), *above, *(("", label) for label in labels)]
    return [{"url": url, "label": label} for url, label in steps]


class GuardedMenuItem(MenuItem):
    """The way to a page, for those who may go there: with ``permission``, and of one of the roles ``who``."""

    permission: ClassVar[str]
    who: ClassVar[Sequence[Role]]

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission)) and admits(request.user, frozenset(self.who))


class Guarded:
    """Demands ``permission`` before anything is looked up."""

    permission: ClassVar[str]
    request: HttpRequest

    @cached_property
    def staff(self) -> AbstractBaseUser:
        """Who acts."""
        if not self.request.user.is_authenticated:
            raise PermissionDenied
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class QuestionView(Guarded, WagtailAdminTemplateMixin, View):
    """One question and one button on GET; on POST the deed, and back with a message that names nobody."""

    template_name = "privacy/admin/deed.html"
    header_icon = "warning"
    question: ClassVar[Any]
    # What becomes of whom, a sentence each.
    effects: ClassVar[list[Any]] = []
    button: ClassVar[Any]
    done: ClassVar[Any]
    back_label: ClassVar[Any]
    is_danger = False

    def act(self, actor: Actor) -> None:
        """Do it. Raises ``CountersignError`` where it can't be done any more."""
        raise NotImplementedError

    def why_not(self, refusal: CountersignError) -> str:
        """A sentence for staff, which names nobody; raises what is no refusal."""
        raise refusal

    def subject(self) -> str:
        """Whom or what it is done to."""
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError

    def next_url(self) -> str:
        """Where the button leads: back, unless it takes away what was there."""
        return self.back_url()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(
            subject=self.subject(),
            question=self.question,
            effects=self.effects,
            button=self.button,
            is_danger=self.is_danger,
            back_url=self.back_url(),
            back_label=self.back_label,
        )
        return TemplateResponse(request, self.template_name, context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Before the deed, which may take away what they are read from.
        then = self.next_url()
        try:
            self.act(Actor.staff(self.staff))
        except CountersignError as refusal:
            messages.error(request, self.why_not(refusal))
        else:
            messages.success(request, self.done)
        return redirect(then)


class ReasonForm(forms.Form):
    """Why somebody looks: one of a few reasons, nothing typed."""

    reason = forms.ChoiceField(
        label=_("Why do you need to see it?"), choices=[("", "…"), *AccessReason.choices], widget=forms.Select
    )


class LookView(Guarded, WagtailAdminTemplateMixin, View):
    """One record: masked on GET, with the reasons; on POST in clear, after that was logged.

    The answer to the POST is the page itself and never a redirect: what is shown lies in no
    session, address or message. Put ``never_cache`` on it.
    """

    template_name = "privacy/admin/unmask.html"
    header_icon = "view"
    back_label: ClassVar[Any]
    # What the button says.
    look_label: ClassVar[Any] = _("Show name and address")
    # What is raised where nothing can be read any more.
    gone: ClassVar[type[CountersignError]]

    def look(self, reason: AccessReason, actor: Actor) -> Any:
        """What is shown, by name of the field, logged. Raises TooManyLooks and ``gone``."""
        raise NotImplementedError

    def said(self, shown: Any) -> dict[str, Any]:
        """What the page gets of ``look()``: fields with their labels, unless overridden."""
        return {"details": [(self.label_of(name), value) for name, value in shown.items()]}

    def masked(self) -> Sequence[tuple[Any, str]]:
        """Pairs of label and masked value, for before."""
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError

    def label_of(self, name: str) -> Any:
        """What a field is called on the page."""
        return LABELS.get(name, name)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(ReasonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        try:
            shown = self.look(AccessReason(form.cleaned_data["reason"]), Actor.staff(self.staff))
        except self.gone:
            return self.draw(form, is_gone=True)
        except TooManyLooks:
            return self.draw(form, is_too_many=True, status=429)
        return self.draw(form, is_shown=True, **self.said(shown))

    def draw(self, form: ReasonForm, *, status: int = 200, **said: Any) -> HttpResponse:
        """The page; ``said`` is what is shown (with is_shown), is_gone or is_too_many."""
        context = self.get_context_data(
            form=form,
            masked=self.masked(),
            back_url=self.back_url(),
            back_label=self.back_label,
            look_label=self.look_label,
            **said,
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)
