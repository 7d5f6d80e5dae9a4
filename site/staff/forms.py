"""What is typed at the door and on the pages of one's own account."""

from typing import Any

from allauth.account.forms import LoginForm as PackageLoginForm
from allauth.account.internal.flows.login import perform_password_login
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.localization import get_available_admin_languages
from wagtail.users.forms import GroupForm, UserEditForm

from campaigns.enums import CampaignState, TeamRole
from campaigns.models import Campaign
from campaigns.selectors import visible_campaigns
from privacy.roles import Role, role_name
from staff import services
from staff.exceptions import TooManyTries, WrongCode
from staff.half_logins import stamp_half
from staff.staff_records import need_no_name

MOST_SIGNS = 128
WRONG_CODE = _("This is not the right one, or it was used already.")
TOO_MANY_CODES = _("Too many wrong codes. Wait an hour, or use a passkey.")
CODE_ATTRS = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autofocus": True,
    "spellcheck": "false",
}


class LoginForm(PackageLoginForm):
    """Login name and password; the session lasts as long as the house says, not as a form ticks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Login name")
        self.fields["login"].widget = forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            max_length=MOST_SIGNS,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )

    def _login_with_password(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, Any]
    ) -> HttpResponse:
        # The package's own would set the session's end anew, after the adapter did.
        self._login.redirect_url = redirect_url
        stamp_half(self._login)
        answer: HttpResponse = perform_password_login(request, credentials, self._login)
        return answer


class CodeForm(AuthenticateForm):
    """The code of the app, or a recovery code."""

    code = forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput(attrs=CODE_ATTRS))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            self.authenticator = services.take_code(user=self.user, code=code)
        except WrongCode:
            raise forms.ValidationError(WRONG_CODE) from None
        except TooManyTries:
            raise forms.ValidationError(TOO_MANY_CODES) from None
        return code


class PasskeyForm(LoginWebAuthnForm):
    """What a passkey answered, of whatever account."""

    def clean_credential(self) -> Authenticator:
        try:
            return services.take_passkey(answer=self.cleaned_data["credential"])
        except WrongCode:
            raise forms.ValidationError(WRONG_CODE) from None


class AppForm(forms.Form):
    """The first code of a new app: it shows that the secret arrived."""

    code = forms.CharField(
        label=_("The code that the app shows now"), max_length=10, widget=forms.TextInput(attrs=CODE_ATTRS)
    )


class KeyForm(AddWebAuthnForm):
    """What the browser says of a new passkey or security key, and what its owner calls it."""

    name = forms.CharField(
        label=_("What do you call it?"),
        max_length=40,
        help_text=_("For example “My phone” or “Blue key”."),
    )
    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The package's own suggestion, "Master key", says nothing of what it is.
        super().__init__(*args, initial={"name": ""}, **kwargs)


class NewPasswordForm(forms.Form):
    """A password, typed twice, by the site's rules."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=MOST_SIGNS,
        help_text=_(
            "12 characters or more. Four or five words that do not belong together are easy to keep."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=MOST_SIGNS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "password" in cleaned and cleaned.get("again", "") != cleaned["password"]:
            self.add_error("again", _("The two are not the same."))
        return cleaned


class AskPasswordForm(forms.Form):
    """Who wants a new password."""

    name = forms.CharField(
        label=_("Login name or address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class AddressForm(forms.Form):
    """Where mail about the account goes."""

    address = forms.EmailField(
        label=_("New address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class AccountForm(UserEditForm):
    """Wagtail's form for somebody's account, which needs neither a name nor an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        need_no_name(self.fields)
        self.fields["email"].required = False

    def clean_username(self) -> str:
        """Nobody's in upper or lower case: two whose names differ in that alone are both kept out."""
        name: str = self.cleaned_data["username"]
        others = get_user_model()._default_manager.exclude(pk=self.instance.pk)
        if others.filter(username__iexact=name).exists():
            raise forms.ValidationError(self.error_messages["duplicate_username"])
        return name


class RoleForm(GroupForm):
    """Wagtail's form for a role, which says where its name is not what people read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.name
        if (read := role_name(stored)) != stored:
            says = _("Leave it as it is: pages know the role by this name. People read it as “%(name)s”.")
            self.fields["name"].help_text = says % {"name": read}


class LabelForm(forms.Form):
    """What its owner calls a session."""

    label = forms.CharField(label=_("Name"), max_length=40, required=False)


# As privacy.roles.NAMES call them, and what they are for.
ROLES = {
    Role.EDITORS: _("Editors: write and publish pages"),
    Role.ORGANIZERS: _("Organizers: run their campaigns, and see who takes part, masked"),
    Role.MODERATORS: _("Moderators: decide on comments, campuses, proposals and reports"),
    Role.MAILERS: _("Mailers: write and send mailings, and search the supporters"),
    Role.STEWARDS: _("Data stewards: export, erase and merge supporters, and read the access log"),
    Role.TREASURERS: _("Treasurers: see gifts and receipts, no supporters"),
    Role.ADMINISTRATORS: _("Administrators: keep accounts, roles and settings"),
}


class InviteForm(forms.Form):
    """Whom an Administrator invites."""

    username = forms.CharField(
        label=_("Login name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("It need not be a person’s name. It cannot be changed by its owner."),
    )
    email = forms.EmailField(
        label=_("Address"),
        required=False,
        help_text=_("The invitation is mailed there. Without one, hand the link over yourself."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, ROLES[role]) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    campaigns = forms.ModelMultipleChoiceField(
        label=_("Campaigns"),
        queryset=Campaign.objects.none(),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Editors, Organizers and Moderators see those of whose team they are, and no other."),
    )
    team_role = forms.ChoiceField(
        label=_("Role in the teams of these campaigns"),
        choices=TeamRole.choices,
        required=False,
        initial=TeamRole.ORGANIZER,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=get_available_admin_languages,
        required=False,
        initial=get_language,
        help_text=_("Of the invitation, and of the admin until they choose another."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = visible_campaigns(by).exclude(state=CampaignState.CLOSED)
        self.fields["campaigns"].queryset = offered  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        if not offered:
            del self.fields["campaigns"], self.fields["team_role"]

    def clean_team_role(self) -> TeamRole:
        return TeamRole(self.cleaned_data["team_role"] or TeamRole.ORGANIZER)
