"""Indicators: what institutions use in a period, divided by people or area, and how far they have come."""
