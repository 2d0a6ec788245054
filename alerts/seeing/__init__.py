"""What rules see: rows of computed figures become observations, with "not enough data" where that is so."""
