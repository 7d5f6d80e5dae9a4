"""What a member of staff is called where only the number of their account is kept."""

from collections.abc import Collection, Mapping

from django.contrib.auth import get_user_model
from django.utils.translation import gettext


def logins(user_ids: Collection[int | None]) -> dict[int, str]:
    """Login names by primary key; an account that was deleted is not among them."""
    users = get_user_model()._default_manager.filter(pk__in={pk for pk in user_ids if pk is not None})
    return {int(user.pk): str(user.get_username()) for user in users}


def called(user_id: int | None, names: Mapping[int, str]) -> str:
    """A login name of ``logins()``, or what stands for one, in the active language.

    Deleted accounts are told apart by their number, which no other account gets.
    """
    if user_id is None:
        return gettext("At the terminal")
    return names.get(user_id) or gettext("A deleted account (%(number)s)") % {"number": user_id}
