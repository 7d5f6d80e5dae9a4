"""Where the staff side lies: its login, its doors and Wagtail's admin."""

STAFF_SIDE = "/admin/"
