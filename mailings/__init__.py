"""Mass mail to supporters: written, approved, sent once to each, and counted without watching anyone."""
