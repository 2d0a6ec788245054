"""Settings (environment, read once) and data: sites, quotas, rules, scenarios, broker, Grafana, locales."""
