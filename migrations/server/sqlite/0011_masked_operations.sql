-- Why: numbers by which somebody could be called or known are hidden in free text before anything is kept, and so they
-- are in the bytes of an operation. `hash` stays the hash of the bytes that came, by which the same operation is known
-- again; of bytes that were changed here it no longer tells whether they are still whole.

-- The hash of the bytes as they are kept; empty where they are those that came.
alter table operations add column kept_hash text not null default '';
