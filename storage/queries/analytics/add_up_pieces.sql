-- Make the days and months of a locked vehicle anew on which trips and stops between two instants may lie;
-- all of them where no instant is given.
SELECT add_up_pieces(
    %(vehicle)s,
    coalesce(%(since)s::timestamptz, '-infinity'),
    coalesce(%(until)s::timestamptz, 'infinity')
)
