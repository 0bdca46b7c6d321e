package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

/** A storage manager's archive and journal. */
public final class Store implements Closeable {

  /** Opens (or creates in an empty directory) an archive. */
  public static Store open(Path archive, StoreSettings settings) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Returns the database an archive belongs to; empty when the directory holds no archive. */
  public static Optional<UUID> databaseIdOf(Path archive) throws IOException {
    throw new UnsupportedOperationException();
  }

  public void apply(Commit commit) throws IOException {
    applyAll(List.of(commit));
  }

  public void applyAll(List<Commit> commits) throws IOException {
    throw new UnsupportedOperationException();
  }

  public boolean needsSync() {
    throw new UnsupportedOperationException();
  }

  public long lastSequence() {
    throw new UnsupportedOperationException();
  }

  public long lastTransactionId() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> row(String table, long key) throws IOException {
    throw new UnsupportedOperationException();
  }

  public List<Row> rows(String table, long fromKey, int limit) throws IOException {
    throw new UnsupportedOperationException();
  }

  public SortedSet<String> tables() {
    throw new UnsupportedOperationException();
  }

  public UUID archiveId() {
    throw new UnsupportedOperationException();
  }

  public UUID databaseId() {
    throw new UnsupportedOperationException();
  }

  public Path archiveDirectory() {
    throw new UnsupportedOperationException();
  }

  public StoreSettings settings() {
    throw new UnsupportedOperationException();
  }

  public void checkpoint() throws IOException {
    throw new UnsupportedOperationException();
  }

  public Membership membership() {
    throw new UnsupportedOperationException();
  }

  public void recordMembership(Membership membership) throws IOException {
    throw new UnsupportedOperationException();
  }

  public AtomSource pinForSync() throws IOException {
    throw new UnsupportedOperationException();
  }

  public void synchronizeFrom(AtomSource source) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
