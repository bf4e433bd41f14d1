-- An open card of the day is found by its message, under which people talk on platforms with threads. Closed ones are
-- not, so the index stays as small as what is open.

CREATE INDEX postings_by_reference ON postings (reference) WHERE state = 'posted';
