"""JT/T 808: the protocol in which vehicle terminals speak to a platform, versions 2013 and 2019."""
