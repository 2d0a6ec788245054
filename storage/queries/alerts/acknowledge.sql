-- Say that somebody takes an alert on; whoever judges next makes it the alert's state.
INSERT INTO acknowledgement (alert_id, at, author, note)
VALUES (%(alert)s, %(at)s, %(author)s, %(note)s)
