"""The writes of this app by subject: one verb, one function, keyword-only."""
