"""The broker: a real mosquitto with the shared mosquitto.conf."""
