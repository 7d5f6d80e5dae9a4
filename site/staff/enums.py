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
    SESSIONS_ENDED = "sessions_ended", _("Sessions were ended by an Administrator")
    ADDRESS_CHANGED = "address_changed", _("The address was changed")
