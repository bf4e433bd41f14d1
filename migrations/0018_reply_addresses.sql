-- Where an open form is answered, for the half hour in which its platform takes answers there.
CREATE TABLE reply_addresses (
    id TEXT NOT NULL PRIMARY KEY, -- what the form itself carries: 32 hexadecimal digits of chance
    address TEXT NOT NULL, -- whoever knows it can answer
    uses BIGINT NOT NULL, -- how many answers it takes still
    until BIGINT NOT NULL -- unix seconds
);
CREATE INDEX reply_addresses_until ON reply_addresses (until);
