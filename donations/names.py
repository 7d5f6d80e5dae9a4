"""The name under which the floors below know what donations do. A leaf."""

# Of the registered ActionKind: stored in page bodies, never to be changed. No Action row ever has it.
GAVE = "gave"
