"""Grafana dashboards made from the panels that the console draws: JSON, and what publishes it."""
