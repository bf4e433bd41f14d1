-- Members who may do what admins do because an admin has named them. Whom the platform itself lets manage the community stands
-- nowhere: it says so with each request.
CREATE TABLE admins (
    member BIGINT NOT NULL PRIMARY KEY REFERENCES members (id),
    community BIGINT NOT NULL REFERENCES communities (id),
    named_by BIGINT NOT NULL REFERENCES members (id),
    named_at BIGINT NOT NULL
);

CREATE INDEX admins_by_community ON admins (community, named_at, member);
