package io.nuodb.backup.bench;

import io.nuodb.backup.simulator.backup.HotCopies;
import io.nuodb.backup.simulator.backup.HotCopyRequest;
import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyStatus;
import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.backup.NuoArchive;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A storage manager's archive of a wanted size, with its hot copies, and nuoarchive. */
final class BenchStorageManager implements AutoCloseable {
  private static final int NODE_ID = 1;
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Store store;
  private final HotCopies hotCopies;
  private final BenchArchive content;

  private BenchStorageManager(Path archive, StoreSettings settings) throws IOException {
    store = Store.open(archive, settings);
    content = new BenchArchive(store);
    hotCopies = new HotCopies(store, NODE_ID, Clock.systemUTC());
  }

  /** Makes an archive and fills it. */
  static BenchStorageManager open(Path archive, int sizeMib) throws IOException {
    BenchStorageManager storageManager = new BenchStorageManager(archive, settings());
    storageManager.content.fill((long) sizeMib << 20);
    return storageManager;
  }

  /** Makes an archive and fills it, then starts to keep the journal until it is hot copied. */
  static BenchStorageManager openWithJournalHotCopy(Path archive, int sizeMib) throws IOException {
    StoreSettings settings = settings();
    try (Store store = Store.open(archive, settings)) {
      new BenchArchive(store).fill((long) sizeMib << 20);
    }
    return new BenchStorageManager(archive, settings.withJournalHotCopy());
  }

  private static StoreSettings settings() {
    return StoreSettings.of("bench", UUID.randomUUID(), "localhost");
  }

  Path archive() {
    return store.archiveDirectory();
  }

  BenchArchive content() {
    return content;
  }

  /** The transaction that committed last. */
  long lastTransactionId() {
    return store.lastTransactionId();
  }

  void checkpoint() throws IOException {
    store.checkpoint();
  }

  void hotCopy(HotCopyType type, Path set) throws Exception {
    UUID id = UUID.randomUUID();
    hotCopies.start(new HotCopyRequest(id, type, set, OptionalLong.empty()));
    hotCopies.awaitFinished(id, LONGEST);
    HotCopyStatus status = hotCopies.status(id).orElseThrow();
    if (status.state() != HotCopyState.COMPLETED) {
      throw new IOException(status.message());
    }
  }

  /** Runs {@code nuoarchive restore} with further options. */
  static void restore(Path set, Path destination, String... options) throws IOException {
    String[] arguments =
        Stream.concat(
                Stream.of("restore", "--quiet", "--restore-dir", destination.toString()),
                Stream.concat(Stream.of(options), Stream.of(set.toString())))
            .toArray(String[]::new);
    if (new CommandLine(new NuoArchive()).execute(arguments) != 0) {
      throw new IOException("nuoarchive failed");
    }
  }

  @Override
  public void close() throws IOException {
    hotCopies.close();
    store.close();
  }
}
