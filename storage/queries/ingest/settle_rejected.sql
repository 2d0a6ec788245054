-- Note that what a row refused has been stored after all.
UPDATE rejected_message SET replayed_at = %(now)s, replayed_by = %(author)s
WHERE id = %(id)s
