-- Distinct messages that held no reading anybody could name.
SELECT count(DISTINCT row(rejected.topic, sha256(rejected.payload)))
FROM rejected_message AS rejected
WHERE
    NOT EXISTS (
        SELECT FROM rejected_message AS same
        INNER JOIN rejected_reading ON same.id = rejected_reading.rejected_id
        WHERE same.topic = rejected.topic AND same.payload = rejected.payload
    )
