"""The writes of this app: one verb, one function, keyword-only."""
