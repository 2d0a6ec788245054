"""What fixes say of a vehicle: which to believe, where it stood and went, how fast, and what is due."""
