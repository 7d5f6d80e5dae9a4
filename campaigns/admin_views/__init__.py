"""Staff's views that are more than editing one record: in Wagtail's admin."""
