"""Staff's own views of supporters, in Wagtail's admin."""
