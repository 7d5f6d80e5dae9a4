"""Public doors of events, by subject."""
