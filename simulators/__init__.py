"""Stand-ins for hardware: meters, monitors and vehicles that speak MQTT, from a seed or from a file."""
