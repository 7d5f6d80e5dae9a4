"""Pictures to share and flyers to print: drawn on this machine, with letters that we ship."""
