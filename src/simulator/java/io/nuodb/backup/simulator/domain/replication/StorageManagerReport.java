package io.nuodb.backup.simulator.domain.replication;

import io.nuodb.backup.simulator.store.Membership;
import java.util.UUID;

/**
 * What a storage manager tells the transaction engine, again and again, to be told what to do.
 *
 * @param startId changes when the storage manager restarts
 * @param archiveUid the archive's UUID: the name under which it is a member
 * @param url where the transaction engine reaches the storage manager
 * @param session the session it takes part in; null when in none, and then nothing changes its
 *     archive until the transaction engine addresses it
 * @param needsSync whether its archive is incomplete because a SYNC was interrupted
 */
public record StorageManagerReport(
    int startId,
    String archiveUid,
    String url,
    UUID session,
    Membership membership,
    long lastSequence,
    long lastTransactionId,
    boolean needsSync) {}
