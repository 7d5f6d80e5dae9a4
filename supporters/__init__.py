"""Floor 2: the people of a campaign, what they joined, and what they said yes to."""
