"""Floor 0, the vault: what is sealed, who may read it, and how it is forgotten."""
