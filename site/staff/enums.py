"""Words of the staff door that are stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeKind(TextChoices):
    """What a member of staff is written to about; each is one mail."""

    INVITED = "invited", _("Invited")
    ANEW = "anew", _("Let in anew")
    NEW_SESSION = "new_session", _("A new session began")
    PASSWORD_LINK = "password_link", _("Asked for a new password")
    PASSWORD_CHANGED = "password_changed", _("The password was changed")
    FACTOR_ADDED = "factor_added", _("A second step was added")
    FACTOR_REMOVED = "factor_removed", _("A second step was removed")
    CODES_RENEWED = "codes_renewed", _("New recovery codes were made")
    CODE_SPENT = "code_spent", _("A recovery code was used")
    CODES_CLOSED = "codes_closed", _("Too many wrong codes were typed")
    SESSIONS_ENDED = "sessions_ended", _("Sessions were ended by an Administrator")
    ADDRESS_CHANGED = "address_changed", _("The address was changed")
    ACCOUNT_CHANGED = "account_changed", _("An Administrator changed the account")


class Change(TextChoices):
    """What an Administrator changed of an account: a sentence to its owner, no value but a role's name."""

    GIVEN = "given", _("You have the role “%(role)s” now.")
    TAKEN = "taken", _("You no longer have the role “%(role)s”.")
    POWERS_GIVEN = "powers_given", _("You may do everything on this site now.")
    POWERS_TAKEN = "powers_taken", _("You may no longer do everything on this site.")
    ON = "on", _("Your account is switched on.")
    OFF = "off", _("Your account is switched off, and its sessions have ended.")
    ADDRESS = "address", _("Its mail goes to another address than before.")
    LOGIN_NAME = "login_name", _("Your login name is another one.")
    NAME = "name", _("The name that colleagues see is another one.")
    RIGHTS = "rights", _("What the role “%(role)s” may do is no longer the same.")

    @property
    def field_kind(self) -> str:
        """The kind of thing, as the access log keeps it."""
        return FIELD_KINDS[self]


FIELD_KINDS = {
    Change.GIVEN: "roles",
    Change.TAKEN: "roles",
    Change.POWERS_GIVEN: "superuser",
    Change.POWERS_TAKEN: "superuser",
    Change.ON: "active",
    Change.OFF: "active",
    Change.ADDRESS: "address",
    Change.LOGIN_NAME: "login_name",
    Change.NAME: "name",
    Change.RIGHTS: "rights",
}
