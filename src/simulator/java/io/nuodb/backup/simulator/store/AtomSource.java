package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;

/**
 * A consistent view of another storage manager's archive, from which an archive synchronizes
 * (SYNC). Local sources come from {@link Store#pinForSync()}; one over a network carries the same
 * bytes.
 */
public interface AtomSource extends Closeable {

  /** Returns the database that the source's archive belongs to. */
  UUID databaseId();

  /** Returns the sequence of the last commit the view contains. */
  long sequence();

  /** Returns the highest transaction id the source has seen up to {@link #sequence()}. */
  long lastTransactionId();

  /** Returns the source's membership when the view was taken. */
  Membership membership();

  /** Returns the fingerprints of every atom of the view, the root atom included. */
  Fingerprints fingerprints();

  /**
   * Returns an atom's file content in the version named by {@link #fingerprints()}.
   *
   * @throws IOException when the atom cannot be read, is damaged, or the view does not have it
   */
  byte[] atom(int atomId) throws IOException;
}
