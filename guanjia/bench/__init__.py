"""Measurements: aims as ratios to ceilings found in the same run, one JSON shape for all."""
