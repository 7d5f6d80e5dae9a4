"""Pages of the door inside the admin: one's own account, and everybody's for Administrators."""
