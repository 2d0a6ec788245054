"""Panels declared once; the console draws them, Grafana gets JSON made from them."""
