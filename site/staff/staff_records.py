"""What Django, Wagtail and the login package would keep of staff, and here they do not.

The second at which somebody came: it becomes its day. A face, with the place where the picture was taken:
none is asked for. A first and last name: nobody has to give one.
"""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import AvatarSettingsPanel

OF_ACCOUNTS = ("last_login", "date_joined")
OF_FACTORS = ("created_at", "last_used_at")
NO_NAME_NEEDED = _("Leave it empty: colleagues see the login name.")


def keep_little() -> None:
    """Bend them, once, from ``ready()``."""
    for model, names in ((get_user_model(), OF_ACCOUNTS), (Authenticator, OF_FACTORS)):
        pre_save.connect(_days_only(names), sender=model, weak=False, dispatch_uid="site_staff.days_only")
    AvatarSettingsPanel.is_active = lambda panel: False
    need_no_name(NameEmailForm.base_fields)


def need_no_name(fields: Any) -> None:
    """Have these fields of a form, by their names, ask for no name."""
    for name in ("first_name", "last_name"):
        fields[name].required = False
    fields["first_name"].help_text = NO_NAME_NEEDED


def _days_only(names: tuple[str, ...]) -> Any:
    def cut(instance: Model, **_said: object) -> None:
        for name in names:
            moment: datetime | None = getattr(instance, name)
            if moment is not None:
                setattr(instance, name, moment.replace(hour=0, minute=0, second=0, microsecond=0))

    return cut
