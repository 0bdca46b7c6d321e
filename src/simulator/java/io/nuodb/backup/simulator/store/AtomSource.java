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
  UUID databaseId();

  /** The sequence of the last commit that the view contains. */
  long sequence();

  /** The highest transaction id among the commits up to {@link #sequence()}. */
  long lastTransactionId();

  /** As it was when the view was taken. */
  Membership membership();

  /** Of every atom of the view, the root atom included. */
  Fingerprints fingerprints();

  /**
   * An atom's file content, in the version named by {@link #fingerprints()}.
   *
   * @throws IOException when the atom cannot be read, is damaged, or the view does not have it
   */
  byte[] atom(int atomId) throws IOException;
}
