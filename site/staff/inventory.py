"""What every field of the door's models is, and why it is there."""

from django.utils.translation import gettext_lazy as _

from privacy.inventory import Field, Sensitivity, Why, declare

ACCOUNT = _("as long as the account of the member of staff")


def declare_all() -> None:
    """Declare accounts, invitations, sessions and the mails about them: of staff, nothing of supporters."""
    login = _("The login of a member of staff")
    running = Field(Sensitivity.OPERATIONAL, Why.PROTECT, ACCOUNT, says=login)
    secret = Field(Sensitivity.SECRET, Why.PROTECT, ACCOUNT, says=login)
    declare(
        "site_staff.StaffAccount",
        user=running,
        code_step=Field(
            Sensitivity.OPERATIONAL,
            Why.PROTECT,
            ACCOUNT,
            says=_("Which login code of staff was the last one used"),
        ),
        password_round=secret,
        sessions_begun=running,
    )
    invited = _("Who was invited to log in, by whom, and until when")
    open_ = Field(Sensitivity.OPERATIONAL, Why.PROTECT, "site_staff.invitations", says=invited)
    declare(
        "site_staff.Invitation",
        user=open_,
        round=Field(Sensitivity.SECRET, Why.PROTECT, "site_staff.invitations", says=invited),
        invited_by=open_,
        expires_at=open_,
    )
    until_sent = Field(
        Sensitivity.OPERATIONAL,
        Why.PROTECT,
        _("until the mail is sent"),
        says=_("Which mail about their account a member of staff is still to get"),
    )
    declare(
        "site_staff.StaffNotice",
        user=until_sent,
        kind=until_sent,
        number=until_sent,
        changes=until_sent,
    )
    logged_in = _("Where a member of staff is logged in, as a number and a name of their own choice")
    session = Field(Sensitivity.OPERATIONAL, Why.PROTECT, "site_staff.sessions", says=logged_in)
    declare(
        "site_staff.StaffSession",
        user=session,
        key_hash=Field(Sensitivity.SECRET, Why.PROTECT, "site_staff.sessions", says=logged_in),
        number=session,
        label=session,
    )
