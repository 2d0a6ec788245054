"""Files of measurements, CSV or GPX, published as if devices sent them."""
