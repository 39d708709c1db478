-- Sessions of scalekit-session, version 1 of the tables for PostgreSQL.
-- Times are milliseconds since 1970 by the clock of the database.

CREATE TABLE "scalekit_session" (
    session_id     uuid PRIMARY KEY,
    token_hash     bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    user_id        varchar(255),
    created_ms     bigint NOT NULL,
    last_access_ms bigint NOT NULL CHECK (last_access_ms BETWEEN 0 AND 253402300799999),
    idle_ms        bigint NOT NULL CHECK (idle_ms BETWEEN 0 AND 31536000000),
    ends_ms        bigint NOT NULL CHECK (ends_ms BETWEEN 0 AND 253402300799999),
    expiry_bucket  integer NOT NULL,
    revision       bigint NOT NULL,
    last_removal   bigint NOT NULL,
    user_agent     varchar(256),
    address        varchar(64)
) WITH (fillfactor = 70);

-- Found by every request.
CREATE UNIQUE INDEX "scalekit_session_token_idx" ON "scalekit_session" (token_hash);

CREATE INDEX "scalekit_session_user_idx" ON "scalekit_session" (user_id) WHERE user_id IS NOT NULL;

-- In steps of ten minutes, so that noting a session to be in use seldom changes an index.
CREATE INDEX "scalekit_session_expiry_idx" ON "scalekit_session" (expiry_bucket);

-- One of content and counter; neither in what was removed and is not yet deleted.
CREATE TABLE "scalekit_session_attribute" (
    session_id uuid NOT NULL REFERENCES "scalekit_session" ON DELETE CASCADE,
    name       varchar(128) NOT NULL,
    version    bigint NOT NULL,
    content    bytea CHECK (octet_length(content) <= 67108864),
    counter    bigint,
    PRIMARY KEY (session_id, name)
) WITH (fillfactor = 85);

-- Logins of one user wait for each other at one of these, if there is a limit to the sessions of a user.
CREATE TABLE "scalekit_session_lock" (
    stripe integer PRIMARY KEY,
    logins bigint NOT NULL DEFAULT 0
);

INSERT INTO "scalekit_session_lock" (stripe) SELECT generate_series(0, 63);

CREATE TABLE "scalekit_session_schema" (
    version integer PRIMARY KEY
);

INSERT INTO "scalekit_session_schema" VALUES (1);
