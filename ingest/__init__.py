"""MQTT in: subscribe, decode, check, write in batches, acknowledge."""
