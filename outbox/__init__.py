"""All mail that leaves: one row a message, the ledger that sends each once, and the refusals.

Floor 1: upper floors post letters and register how each kind is written; nothing here knows them.
"""
