"""Servers for devices that do not speak MQTT: each publishes the MQTT contract in their name."""
