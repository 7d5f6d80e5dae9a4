"""What stands on the pictures and the flyer of an event."""
