"""What others may listen to. Sent after the commit, with ids only."""

from django.dispatch import Signal

# Arguments: signature_id (int), petition_id (int). A signature began to count.
signature_counted = Signal()

# Arguments: signature_id (int), petition_id (int). A counted signature stopped counting.
signature_uncounted = Signal()

# Arguments: petition_id (int). A petition was closed or won.
petition_closed = Signal()
