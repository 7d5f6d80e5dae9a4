"""Staff's views of mailings: the list, one of them from its words to its results, and series."""
