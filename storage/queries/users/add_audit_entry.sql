-- Write down who changed what.
INSERT INTO audit_entry (author, action, subject, was, became)
VALUES (%(author)s, %(action)s, %(subject)s, %(was)s, %(became)s);
