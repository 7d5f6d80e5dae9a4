"""What a forked child must not inherit; registered once, from ``apps.ready()``."""

import os

from privacy import keystore, lock

os.register_at_fork(after_in_child=keystore.drop_in_child)
os.register_at_fork(after_in_child=lock.drop_in_child)
