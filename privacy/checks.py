"""System checks of the vault. Ids are stable: never give one to another fault."""
