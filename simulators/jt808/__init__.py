"""A JT/T 808 terminal, for the gateway to be tried with: written from the standard, apart from the gateway."""
