-- The dispatcher's desk of console and API: what it may write of orders, and what tells that an application
-- was entered before.
ALTER TABLE dispatch_order ADD COLUMN entry_key text NOT NULL DEFAULT '';
COMMENT ON COLUMN dispatch_order.entry_key IS 'What the one who entered it said to tell a repetition by; empty: nothing';
CREATE UNIQUE INDEX dispatch_order_entry ON dispatch_order (institution_id, entry_key) WHERE entry_key <> '';

GRANT SELECT (id, code, name, name_en, parent_id) ON institution TO guanjia_console;
GRANT SELECT (id, plate, institution_id, exempt) ON vehicle TO guanjia_console;
GRANT SELECT (id, code, name, institution_id, licence_until, valid_from, valid_to) ON driver
TO guanjia_console;
GRANT SELECT, INSERT, UPDATE (vehicle_id, driver, state) ON dispatch_order TO guanjia_console;
GRANT SELECT, INSERT ON dispatch_change, vehicle_duty TO guanjia_console;
GRANT SELECT, INSERT, UPDATE ON daily_check TO guanjia_console;
