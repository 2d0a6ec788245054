-- Write down that an order came into a state.
INSERT INTO dispatch_change (order_id, at, author, was, state, note, recorded_at)
VALUES (%(id)s, %(at)s, %(author)s, %(was)s, %(state)s, %(note)s, %(recorded_at)s)
