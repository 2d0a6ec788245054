"""A JT/T 808 terminal to try the gateway with: written from the standard, apart from the gateway."""
