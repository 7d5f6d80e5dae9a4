"""Rules kept as data: what changes with the world, not with the code."""
