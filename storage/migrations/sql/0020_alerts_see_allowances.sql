-- Rules over allowances read what was approved, and what late data carries into a period.
GRANT SELECT ON allowance_approval, allowance_ledger TO guanjia_alerts;
