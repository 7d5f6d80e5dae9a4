"""Staff's pages of gifts, in Wagtail's admin."""
