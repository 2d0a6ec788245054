"""What a simulated month really was, and what the database made of it."""
