package io.nuodb.backup.simulator.domain.replication;

import io.nuodb.backup.simulator.store.Membership;
import java.util.UUID;

/**
 * Asks a storage manager to record a new membership durably and to follow the session. It refuses
 * when its own epoch or last commit is not the expected one: then the transaction engine decided on
 * something outdated.
 */
public record MembershipChange(
    UUID session, Membership membership, long expectedEpoch, long expectedSequence) {}
