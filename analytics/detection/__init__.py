"""Leaks and unusual days, found in the hours of meters: arrays and values in and out."""
