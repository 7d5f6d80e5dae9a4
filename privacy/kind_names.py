"""What the kinds of data are called that are kept by a word. What has no name stands as that word."""

from django.utils.translation import gettext_lazy as _

# What is sealed of a person. Beside these stand answers to questions, whose keys may be any word below.
LABELS = {
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "email": _("Address"),
    "further_emails": _("Further addresses"),
    "phone": _("Phone"),
    "postal_code": _("Postal code"),
}
# Of the access log.
KIND_NAMES = LABELS | {
    "name": _("Name"),
    "region": _("Region"),
    "country": _("Country"),
    "place": _("Place"),
    "source": _("Code of the link"),
    "language": _("Language"),
    "lists": _("Lists and standing"),
    "tags": _("Tags"),
    "joined": _("Day they came in"),
    "custom": _("Answers to our own questions"),
    "answers": _("Answers"),
    "note": _("Note"),
    "comment": _("Comment"),
    "gift": _("Gift"),
    "recipient": _("Key for files"),
    "everything": _("Everything"),
    "staff": _("A colleague’s account"),
    "team": _("Team of a campaign"),
    "roles": _("Roles"),
    "superuser": _("All rights"),
    "active": _("Switched on or off"),
    "address": _("Address of an account"),
    "login_name": _("Login name"),
    "deleted": _("Account deleted"),
    "rights": _("Rights of a role"),
}
