-- Why: a case belongs to whoever dispatched it first, because a wrong first dispatch is not the fault of whoever mends it; and
-- who verified is a row of its own, whose cases are found like those of a post.

create index assessed_verifier on assessed (verifier_id) where verifier_id <> '';

-- What cases from before came to is read once more. Frozen months stay as they are.
update cases set assessed_version = 0;
