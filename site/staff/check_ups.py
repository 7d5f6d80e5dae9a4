"""What the door tells the doctor."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from privacy.development import is_development
from privacy.doctor import Complaint
from privacy.locking import HOLDERS

TWO = 2


def check_door() -> Iterator[Complaint]:
    """Whether two who may unlock come in although somebody keeps using up the tries at their passwords.

    Of a development machine it says nothing.
    """
    if is_development():
        return
    passkeys = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.WEBAUTHN)
    holders = get_user_model()._default_manager.filter(is_active=True, groups__name__in=HOLDERS)
    found = holders.aggregate(all=Count("pk", distinct=True))
    sure = holders.filter(Exists(passkeys)).aggregate(all=Count("pk", distinct=True))
    if found["all"] and sure["all"] < TWO:
        yield Complaint(
            _(
                "Fewer than two Data stewards or Administrators have a passkey: whoever keeps typing wrong "
                "passwords for the others keeps them out, also from unlocking. Have two add one under Login "
                "and security."
            ),
            is_fault=False,
        )
