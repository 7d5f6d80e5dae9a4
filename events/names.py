"""The name under which the floors below know what events do. A leaf."""

# Of the registered ActionKind: stored in ``Action.kind`` and in page bodies, never to be changed.
ATTENDS = "event"
