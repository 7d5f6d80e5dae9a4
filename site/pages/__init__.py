"""The ready-made site's own page types, images and look, and its demo content."""
