"""Computation: registers to hours, indicators, quotas. Arrays in and out; only worker/ touches storage."""
