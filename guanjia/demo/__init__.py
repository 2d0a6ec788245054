"""Everything on one machine: database, broker, mail catcher, the processes, and simulated hardware."""
