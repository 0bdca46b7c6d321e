package io.nuodb.backup.simulator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.simulator.store.RowChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HotCopyDuringWritesTest {
  private static final int ROWS = 500;

  /** The sequence of the commit that fills the table before any hot copy. */
  private static final long FILLED = 1;

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  @Property(tries = 6)
  void everyElementRestoresToExactlyTheStateAtItsEnd(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int incrementals) throws Exception {
    try (HotCopyFixture fixture = new HotCopyFixture()) {
      fixture.fill("foo", ROWS);
      Path set = fixture.set("test-2022-04-18");
      Map<UUID, Long> acknowledgedBefore = new TreeMap<>();
      AtomicBoolean stopped = new AtomicBoolean();
      try (ExecutorService writers = Executors.newSingleThreadExecutor()) {
        Future<Void> writer = writers.submit(writing(fixture, new Random(seed), stopped));
        try {
          await().atMost(LONG_ENOUGH).until(() -> fixture.model().lastSequence() > FILLED);
          for (int i = 0; i <= incrementals; i++) {
            long acknowledged = fixture.model().lastSequence();
            HotCopyType type = i == 0 ? HotCopyType.FULL : HotCopyType.INCREMENTAL;
            acknowledgedBefore.put(fixture.complete(type, set), acknowledged);
          }
        } finally {
          stopped.set(true);
        }
        writer.get();
      }
      assertRestoresExactly(fixture, set, acknowledgedBefore);
    }
  }

  private static Callable<Void> writing(
      HotCopyFixture fixture, Random random, AtomicBoolean stopped) {
    return () -> {
      while (!stopped.get()) {
        long key = random.nextInt(2 * ROWS);
        String value = random.nextInt(5) == 0 ? null : "written " + random.nextLong();
        fixture.commit(
            List.of(
                new RowChange("foo", key, value),
                new RowChange("foo", key + 1, "beside it"),
                new RowChange("bar", random.nextInt(50), "other table")));
      }
      return null;
    };
  }

  private static void assertRestoresExactly(
      HotCopyFixture fixture, Path set, Map<UUID, Long> acknowledgedBefore)
      throws IOException, RestoreException {
    List<BackupSetElements.Element> elements = BackupSetElements.read(set).elements();
    assertThat(elements)
        .hasSize(acknowledgedBefore.size())
        .as("an element with commits that came after its hot copy had begun")
        .anySatisfy(
            element ->
                assertThat(element.state().endSequence())
                    .isGreaterThan(acknowledgedBefore.get(element.state().id())));
    for (BackupSetElements.Element element : elements) {
      UUID id = element.state().id();
      long end = element.state().endSequence();
      assertThat(end).isGreaterThanOrEqualTo(acknowledgedBefore.get(id));
      assertThat(fixture.restored(set, id)).isEqualTo(fixture.model().rowsAt(end));
    }
  }
}
