"""What ``make bench`` runs: our speed as a ratio to a named peer and to a limit, in one run."""
