package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.replication.Rows;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Overlapping transactions behave like a plain model: the first committer wins, nothing is lost.
 */
class TransactionPropertyTest {
  private static final int SLOTS = 4;
  private static final AtomicInteger TABLES = new AtomicInteger();

  private static Path root;
  private static DomainFixture domain;
  private static DatabaseClient database;

  @BeforeContainer
  static void startDomain() throws Exception {
    root = Files.createTempDirectory("domain");
    domain = new DomainFixture(root);
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    database = domain.connect();
  }

  @AfterContainer
  static void stopDomain() throws Exception {
    database.close();
    domain.stop("sm-0");
    domain.stop("sm-1");
    assertThat(DomainFixture.rowsOf(domain.archive("sm-0")))
        .isEqualTo(DomainFixture.rowsOf(domain.archive("sm-1")));
    domain.close();
  }

  enum Kind {
    WRITE,
    DELETE,
    COMMIT,
    ROLL_BACK
  }

  /** A step of one of several transactions that are open at once. */
  record Step(int slot, Kind kind, long key) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.just(Kind.WRITE)),
            Tuple.of(1, Arbitraries.just(Kind.DELETE)),
            Tuple.of(3, Arbitraries.just(Kind.COMMIT)),
            Tuple.of(1, Arbitraries.just(Kind.ROLL_BACK)));
    return Combinators.combine(
            Arbitraries.integers().between(0, SLOTS - 1), kinds, Arbitraries.longs().between(0, 9))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 100)
  void theFirstCommitterWins(@ForAll("steps") List<Step> steps) throws Exception {
    String table = "t" + TABLES.incrementAndGet();
    Map<Integer, ModelTransaction> open = new HashMap<>();
    Map<Long, String> committed = new TreeMap<>();
    Map<Long, Integer> lastWrite = new HashMap<>();
    int commits = 0;

    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      ModelTransaction transaction = open.get(step.slot());
      if (transaction == null) {
        transaction = new ModelTransaction(database.begin(), commits, new HashMap<>());
        open.put(step.slot(), transaction);
      }
      switch (step.kind()) {
        case WRITE -> write(transaction, table, step.key(), "value " + i);
        case DELETE -> write(transaction, table, step.key(), null);
        case ROLL_BACK -> {
          database.rollBack(transaction.id());
          open.remove(step.slot());
        }
        case COMMIT -> {
          open.remove(step.slot());
          int snapshot = transaction.snapshot();
          boolean conflict =
              transaction.writes().keySet().stream()
                  .anyMatch(key -> lastWrite.getOrDefault(key, 0) > snapshot);
          assertThat(commits(transaction.id())).as("step %d", i).isEqualTo(!conflict);
          if (!conflict) {
            commits++;
            for (Map.Entry<Long, String> write : transaction.writes().entrySet()) {
              lastWrite.put(write.getKey(), commits);
              committed.put(write.getKey(), write.getValue());
            }
          }
        }
      }
    }
    committed.values().removeIf(value -> value == null);
    assertThat(database.rows(table, 0, 100).rows()).isEqualTo(committed);
    for (ModelTransaction transaction : open.values()) {
      database.rollBack(transaction.id());
    }
  }

  @Property(tries = 1)
  void noUpdateIsLostBetweenConcurrentWriters() throws Exception {
    database.writeAndCommit("counter", Map.of(1L, "0"));
    AtomicLong increments = new AtomicLong();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      writers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int attempt = 0; attempt < 50; attempt++) {
                      if (increment()) {
                        increments.incrementAndGet();
                      }
                    }
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    Rows counter = database.rows("counter", 1, 1);
    assertThat(counter.rows()).containsEntry(1L, String.valueOf(increments.get()));
    assertThat(increments.get()).isPositive();
  }

  private record ModelTransaction(long id, int snapshot, Map<Long, String> writes) {}

  private static void write(ModelTransaction transaction, String table, long key, String value)
      throws IOException {
    Map<Long, String> row = new HashMap<>();
    row.put(key, value);
    database.write(transaction.id(), table, row);
    transaction.writes().put(key, value);
  }

  private static boolean increment() {
    try {
      long transaction = database.begin();
      long value = Long.parseLong(database.rows("counter", 1, 1).rows().get(1L));
      database.write(transaction, "counter", Map.of(1L, String.valueOf(value + 1)));
      return commits(transaction);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns false when the commit is refused because of a conflict. */
  private static boolean commits(long transaction) throws IOException {
    try {
      database.commit(transaction);
      return true;
    } catch (HttpError e) {
      assertThat(e.status()).as(e.getMessage()).isEqualTo(409);
      return false;
    }
  }
}
