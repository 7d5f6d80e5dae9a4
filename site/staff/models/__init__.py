"""Accounts of staff beside Django's own user: invitations, sessions, and whom a mail goes to."""

from staff.models.accounts import StaffAccount
from staff.models.invitations import Invitation
from staff.models.notices import StaffNotice
from staff.models.sessions import StaffSession

__all__ = ["Invitation", "StaffAccount", "StaffNotice", "StaffSession"]
