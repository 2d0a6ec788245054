"""Registers and installations in CSV files turned into hours in CSV files, without a database."""
