"""What tasks do, by subject; services call the same functions."""
