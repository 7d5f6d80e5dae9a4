"""The app's label, fixed from migration 0001: a leaf, because models and AppConfig both need it."""

LABEL = "countersign_privacy"
