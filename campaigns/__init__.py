"""Campaigns and what every kind of action shares: deeds, targets, the public form, the page cache."""
