"""``manage.py setup``: from a fresh clone to a site that answers. Runs before there are settings."""
