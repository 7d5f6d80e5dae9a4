"""Everybody's accounts, for Administrators: who has which second step, invitations, and the way back in."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.exceptions import CountersignError
from privacy.freshness import needs_fresh_login
from privacy.roles import Role
from privacy.staff_views import Guarded, GuardedMenuItem, QuestionView, trail
from staff import services
from staff.admin_views.security import steps_of
from staff.exceptions import NameTaken, NoInvitation, NotYourself
from staff.forms import InviteForm
from staff.selectors import accounts, codes_left, sessions_of, teams_of

CAN_SEE = "auth.change_user"
WHO = (Role.ADMINISTRATORS,)
LIST = ("site_staff_admin:accounts", _("Staff accounts"))


class AccountsMenuItem(GuardedMenuItem):
    """The way there, for those who run the site."""

    permission = CAN_SEE
    who = WHO

    def __init__(self) -> None:
        super().__init__(LIST[1], reverse_lazy(LIST[0]), icon_name="group", order=590)


class AccountPage(Guarded, WagtailAdminTemplateMixin, View):
    """A page about accounts."""

    permission = CAN_SEE
    header_icon = "group"
    page_title: Any = LIST[1]

    def draw(self, *, status: int = 200, **said: Any) -> HttpResponse:
        context = self.get_context_data(**said)
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class AccountsView(AccountPage):
    """Who may come in, by which second steps; who is invited."""

    template_name = "staff/admin/accounts.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.draw(accounts=accounts())


accounts_list = AccountsView.as_view()


@audience(*WHO)
@needs_fresh_login
@method_decorator(never_cache, name="dispatch")
class InviteView(AccountPage):
    """Invite somebody: a login name, an address, roles, campaigns. The password is theirs to choose."""

    permission = "auth.add_user"
    template_name = "staff/admin/form.html"
    page_title = _("Invite somebody")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title, above=[(reverse(LIST[0]), LIST[1])])

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(InviteForm(by=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InviteForm(request.POST, by=request.user)
        if form.is_valid():
            try:
                invitation = services.invite(actor=Actor.staff(self.staff), **form.cleaned_data)
            except NameTaken:
                form.add_error("username", _("Somebody has this login name already."))
            else:
                # Shown on the page that comes next, once, and kept in no message.
                return _show_link(self, invitation)
        return self._page(form, status=422)

    def _page(self, form: InviteForm, *, status: int = 200) -> HttpResponse:
        lead = gettext(
            "They get a link that works once, for 72 hours. With it they choose a password and a second step."
        )
        return self.draw(form=form, lead=lead, button=gettext("Invite"), status=status)


invite = InviteView.as_view()


def _show_link(page: AccountPage, invitation: Any) -> HttpResponse:
    """The answer to the POST is the page with the link: it lies in no session, address or message."""
    return TemplateResponse(
        page.request,
        "staff/admin/invited.html",
        page.get_context_data(
            url=services.invitation_url(invitation),
            until=invitation.expires_at,
            is_mailed=bool(invitation.user.email) and not invitation.user.is_active,
            username=invitation.user.get_username(),
            page_title=gettext("Invited"),
        ),
    )


class OneAccount(AccountPage):
    """A page about one account, found by its random number."""

    @cached_property
    def account(self) -> Any:
        """The user, as the list has them; 404 for whoever is none of the staff."""
        return get_object_or_404(accounts(), staff_account__public_id=self.kwargs["public_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.account.get_username(), above=[(reverse(LIST[0]), LIST[1])])

    def back_url(self) -> str:
        return reverse("site_staff_admin:account", args=[self.kwargs["public_id"]])

    def subject(self) -> str:
        return str(self.account.get_username())


@audience(*WHO)
@method_decorator(never_cache, name="dispatch")
class AccountView(OneAccount):
    """One account: second steps, sessions, invitation, and what may be done."""

    template_name = "staff/admin/account.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(
            account=self.account,
            page_title=self.account.get_username(),
            invitation=getattr(self.account, "staff_invitation", None),
            steps=steps_of(self.account),
            codes_left=codes_left(self.account),
            sessions=len(sessions_of(self.account)),
            teams=teams_of(self.account),
            is_own=self.account.pk == self.staff.pk,
        )


account = AccountView.as_view()


class AccountQuestion(OneAccount, QuestionView):
    """One question about one account."""

    back_label: ClassVar[Any] = _("Back")


@audience(*WHO)
@needs_fresh_login
class RenewView(OneAccount):
    """Another 72 hours and another link, on POST."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.back_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invitation = getattr(self.account, "staff_invitation", None)
        if invitation is None:
            messages.error(request, gettext("There is no invitation any more."))
            return redirect(self.back_url())
        renewed = services.renew_invitation(invitation=invitation, actor=Actor.staff(self.staff))
        return _show_link(self, renewed)


renew = RenewView.as_view()


@audience(*WHO)
@needs_fresh_login
class TakeBackView(AccountQuestion):
    """Take an invitation back."""

    page_title = _("Take the invitation back")
    question = _("Take this invitation back?")
    effects: ClassVar[list[Any]] = [
        _("The link leads nowhere from now on."),
        _("An account that nobody has used yet is deleted."),
    ]
    button = _("Take the invitation back")
    done = _("The invitation is taken back.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        invitation = getattr(self.account, "staff_invitation", None)
        if invitation is None:
            raise NoInvitation
        services.take_back_invitation(invitation=invitation, actor=actor)

    def why_not(self, refusal: CountersignError) -> str:
        if isinstance(refusal, NoInvitation):
            return gettext("There is no invitation any more: it was accepted, or taken back.")
        raise refusal

    def next_url(self) -> str:
        return reverse(LIST[0])


take_back = TakeBackView.as_view()


@audience(*WHO)
@needs_fresh_login
class EndSessionsView(AccountQuestion):
    """Log somebody out everywhere."""

    page_title = _("End all sessions")
    question = _("Log this account out wherever it is logged in?")
    effects: ClassVar[list[Any]] = [
        _("What they were typing stays in their browser; they log in again to send it."),
        _("They are told by mail."),
    ]
    button = _("End all sessions")
    done = _("All sessions of this account have ended.")

    def act(self, actor: Actor) -> None:
        services.end_all_sessions(user=self.account, actor=actor)


end_sessions = EndSessionsView.as_view()


@audience(*WHO)
@needs_fresh_login
class LetInAnewView(AccountQuestion):
    """For a lost second step or a stolen machine."""

    page_title = _("Let in anew")
    question = _("End this account’s password, second steps and sessions, and invite its owner anew?")
    effects: ClassVar[list[Any]] = [
        _("Ask the person by voice or face to face first: anybody can write a mail."),
        _("Whoever has the machine, the password or the phone is out at once."),
        _(
            "You get a link that works once, for 72 hours, and hand it over yourself. It is not mailed: "
            "whoever has the machine may read the mailbox."
        ),
    ]
    button = _("Let in anew")
    is_danger = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            invitation = services.let_in_anew(user=self.account, actor=Actor.staff(self.staff))
        except NotYourself:
            messages.error(request, gettext("Your own account is let in anew by another Administrator."))
            return redirect(self.back_url())
        return _show_link(self, invitation)


let_in_anew = LetInAnewView.as_view()
