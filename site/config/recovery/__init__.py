"""The recovery sheet: the installation's keys on paper, and the way back from it."""
