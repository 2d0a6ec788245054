-- Approve a volume for a period; `replaces` is the approval that held, NULL for the first.
INSERT INTO allowance_approval (allowance_id, volume, author, at, note, replaces)
VALUES (%(allowance)s, %(volume)s, %(author)s, %(at)s, %(note)s, %(replaces)s)
RETURNING id
