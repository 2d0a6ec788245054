"""What fixes say of a vehicle: which of them to believe, where it stood, how fast it went, what is due."""
