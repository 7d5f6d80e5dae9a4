"""Writes of the staff door: one verb, one function, keyword-only."""

from staff.services.accounts import change_address, end_all_sessions, let_in_anew
from staff.services.changes import note_changes, standings, watch_changes
from staff.services.factors import (
    add_app,
    add_key,
    remove_factor,
    renew_codes,
    take_code,
    unseen_codes,
)
from staff.services.invitations import (
    accept_invitation,
    invitation_url,
    invite,
    renew_invitation,
    take_back_invitation,
)
from staff.services.passkeys import ask_any_passkey, take_passkey
from staff.services.passwords import ask_for_password, change_password, password_url, set_new_password
from staff.services.roles import watch_roles
from staff.services.sessions import begin_session, end_session, end_this_session, label_session

__all__ = [
    "accept_invitation",
    "add_app",
    "add_key",
    "ask_any_passkey",
    "ask_for_password",
    "begin_session",
    "change_address",
    "change_password",
    "end_all_sessions",
    "end_session",
    "end_this_session",
    "invitation_url",
    "invite",
    "label_session",
    "let_in_anew",
    "note_changes",
    "password_url",
    "remove_factor",
    "renew_codes",
    "renew_invitation",
    "set_new_password",
    "standings",
    "take_back_invitation",
    "take_code",
    "take_passkey",
    "unseen_codes",
    "watch_changes",
    "watch_roles",
]
