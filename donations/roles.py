"""Who may do what: those who write a fundraiser see no donor, and Treasurers no supporter."""

from collections.abc import Iterator

from privacy.roles import Role

EDITING = ["view_fundraiser", "add_fundraiser", "change_fundraiser", "view_designation"]
TOTALS = ["see_gift_totals"]
EMBEDS = ["view_embed", "add_embed", "change_embed"]
BOOKS = [
    "view_fundraiser",
    "view_donation",
    "add_donation",
    "change_donation",
    "refund_donation",
    "export_donations",
    "view_recurringdonation",
    "view_payout",
    "view_receipt",
    "view_receiptwording",
    "add_receiptwording",
    "change_receiptwording",
]

RIGHTS = {
    Role.EDITORS: EDITING,
    Role.ORGANIZERS: [*EDITING, *TOTALS, *EMBEDS],
    Role.TREASURERS: [*BOOKS, *TOTALS],
    Role.STEWARDS: ["view_fundraiser", "view_embed"],
    Role.ADMINISTRATORS: [*EDITING, *TOTALS, *EMBEDS, *BOOKS, "delete_fundraiser"],
}


def rights(app_label: str) -> Iterator[tuple[Role, list[str]]]:
    """Each role with its permissions, as ``register_role_permissions()`` takes them."""
    for role, names in RIGHTS.items():
        yield role, sorted({f"{app_label}.{name}" for name in names})
