"""The MQTT broker: who may connect, the folder it works in, and a Mosquitto of our own for one machine."""
