"""Leaks and unusual days, by hand calculation."""
