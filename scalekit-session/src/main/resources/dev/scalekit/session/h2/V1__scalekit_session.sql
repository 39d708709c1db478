-- Sessions of scalekit-session, version 1 of the tables for H2.
-- Times are milliseconds since 1970 by the clock of the database. H2 counts the characters of a text in UTF-16, so texts
-- have twice the room that they have elsewhere. It makes each table at once: a script that broke off is run again.

CREATE TABLE IF NOT EXISTS "scalekit_session" (
    session_id     UUID PRIMARY KEY,
    token_hash     VARBINARY(32) NOT NULL CHECK (OCTET_LENGTH(token_hash) = 32),
    user_id        VARCHAR(510),
    created_ms     BIGINT NOT NULL,
    last_access_ms BIGINT NOT NULL CHECK (last_access_ms BETWEEN 0 AND 253402300799999),
    idle_ms        BIGINT NOT NULL CHECK (idle_ms BETWEEN 0 AND 31536000000),
    ends_ms        BIGINT NOT NULL CHECK (ends_ms BETWEEN 0 AND 253402300799999),
    expiry_bucket  INTEGER NOT NULL,
    revision       BIGINT NOT NULL,
    last_removal   BIGINT NOT NULL,
    user_agent     VARCHAR(512),
    address        VARCHAR(128)
);

-- Found by every request.
CREATE UNIQUE INDEX IF NOT EXISTS "scalekit_session_token_idx" ON "scalekit_session" (token_hash);

CREATE INDEX IF NOT EXISTS "scalekit_session_user_idx" ON "scalekit_session" (user_id);

-- In steps of ten minutes, so that noting a session to be in use seldom changes an index.
CREATE INDEX IF NOT EXISTS "scalekit_session_expiry_idx" ON "scalekit_session" (expiry_bucket);

-- One of content and counter.
CREATE TABLE IF NOT EXISTS "scalekit_session_attribute" (
    session_id UUID NOT NULL,
    name       VARCHAR(256) NOT NULL,
    version    BIGINT NOT NULL,
    content    VARBINARY(67108864),
    counter    BIGINT,
    PRIMARY KEY (session_id, name),
    FOREIGN KEY (session_id) REFERENCES "scalekit_session" (session_id) ON DELETE CASCADE
);

-- Logins of one user wait for each other at one of these, if there is a limit to the sessions of a user.
CREATE TABLE IF NOT EXISTS "scalekit_session_lock" (
    stripe INTEGER PRIMARY KEY,
    logins BIGINT DEFAULT 0 NOT NULL
);

MERGE INTO "scalekit_session_lock" (stripe) SELECT x FROM SYSTEM_RANGE(0, 63);

CREATE TABLE IF NOT EXISTS "scalekit_session_schema" (
    version INTEGER PRIMARY KEY
);

MERGE INTO "scalekit_session_schema" VALUES (1);
