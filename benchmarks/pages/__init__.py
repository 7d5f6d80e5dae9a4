"""What ``make lighthouse`` runs: Lighthouse and an HTML checker over one page of every kind."""
