package io.nuodb.backup.simulator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.backup.HotCopyFixture.Outcome;
import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.RowChange;
import io.nuodb.backup.simulator.store.StoreActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class PointInTimePropertiesTest {
  /** One thing that happens to a storage manager. */
  private sealed interface Step {}

  /** A transaction commits that saw all but the last few. */
  private record Write(int unseen, List<RowChange> changes) implements Step {}

  private record Full(boolean fails) implements Step {}

  private record Incremental() implements Step {}

  /** A journal hot copy, which copies a few commits again. */
  private record Journal(int again) implements Step {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> write =
        Combinators.combine(Arbitraries.integers().between(0, 3), StoreActions.changes())
            .as(Write::new);
    return Arbitraries.frequencyOf(
            Tuple.of(10, write),
            Tuple.of(4, Arbitraries.integers().between(0, 3).map(Journal::new)),
            Tuple.of(2, Arbitraries.of(false, false, true).map(Full::new)),
            Tuple.of(2, Arbitraries.just((Step) new Incremental())))
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }

  /** The sets of a run, and what is in them by the commits' sequences. */
  private static final class Sets {
    private final JournalCopyFixture fixture;
    private final List<Path> directories = new ArrayList<>();
    private final Map<Path, List<Long>> baseEnds = new TreeMap<>();
    private final Map<Path, Long> firstInJournals = new TreeMap<>();
    private final Map<Path, Long> lastInJournals = new TreeMap<>();
    private long lastCopied;

    private Sets(JournalCopyFixture fixture) {
      this.fixture = fixture;
    }

    private void perform(Step step) throws Exception {
      switch (step) {
        case Write write ->
            fixture.commitSeeing(
                Math.max(0, fixture.lastSequence() - write.unseen()),
                write.changes().toArray(RowChange[]::new));
        case Full full -> {
          String name = Long.toHexString(directories.size() * 7L % 10); // no order in the names
          Path set = full.fails() ? fixture.failedFull(name) : fixture.full(name);
          directories.add(set);
          baseEnds.put(set, new ArrayList<>(full.fails() ? List.of() : List.of(end())));
        }
        case Incremental incremental -> {
          if (!directories.isEmpty() && !baseEnds.get(directories.getLast()).isEmpty()) {
            fixture.hotCopies().complete(HotCopyType.INCREMENTAL, directories.getLast());
            baseEnds.get(directories.getLast()).add(end());
          }
        }
        case Journal journal -> {
          long first = Math.max(1, lastCopied + 1 - journal.again());
          if (!directories.isEmpty() && lastCopied < end()) {
            Path set = directories.getLast();
            long middle = (first + end()) / 2;
            fixture.journal(set, first, middle, middle + 1, end());
            firstInJournals.putIfAbsent(set, first);
            lastInJournals.put(set, end());
            lastCopied = end();
          }
        }
      }
    }

    private long end() {
      return fixture.lastSequence();
    }

    /** The end of the newest base for a transaction: in the set, or else in any other. */
    private OptionalLong base(Path set, long sequence) {
      OptionalLong own = newestBefore(baseEnds.get(set).stream(), sequence);
      return own.isPresent()
          ? own
          : newestBefore(baseEnds.values().stream().flatMap(List::stream), sequence);
    }

    private static OptionalLong newestBefore(Stream<Long> ends, long sequence) {
      return ends.mapToLong(end -> end).filter(end -> end < sequence).max();
    }

    private void assertEveryListedTransactionRestoresToWhatItSaw() throws IOException {
      for (Path set : firstInJournals.keySet()) {
        long[] expected =
            LongStream.rangeClosed(firstInJournals.get(set), lastInJournals.get(set))
                .filter(sequence -> base(set, sequence).isPresent())
                .toArray();
        assertThat(JournalCopyFixture.listed(set))
            .isEqualTo(
                LongStream.of(expected)
                    .mapToObj(sequence -> fixture.commit(sequence).transactionId())
                    .toList());
        for (long sequence : expected) {
          Commit transaction = fixture.commit(sequence);
          assertThat(fixture.restored(set, transaction))
              .isEqualTo(fixture.rowsSeenBy(transaction, base(set, sequence).orElseThrow()));
        }
      }
    }
  }

  @Property(tries = 100)
  void everyListedTransactionRestoresToWhatItSaw(@ForAll("steps") List<Step> steps)
      throws Exception {
    try (JournalCopyFixture fixture = new JournalCopyFixture()) {
      Sets sets = new Sets(fixture);
      for (Step step : steps) {
        sets.perform(step);
      }
      sets.assertEveryListedTransactionRestoresToWhatItSaw();
    }
  }

  /** What is needed of two sets before the named one, and of the named one, is damaged in turn. */
  @Property(tries = 3)
  void noDamagedByteIsRestored(@ForAll long seed) throws Exception {
    try (JournalCopyFixture fixture = new JournalCopyFixture()) {
      Path before = fixture.full("before");
      fixture.insert(8);
      fixture.hotCopies().complete(HotCopyType.INCREMENTAL, before);
      fixture.insert(4);
      fixture.journal(before);
      Path failed = fixture.failedFull("failed");
      fixture.insert(4);
      fixture.journal(failed);
      fixture.insert(4);
      Commit transaction = fixture.commitSeeing(18, new RowChange("foo", 3, "changed"));
      Path set = fixture.full("set");
      fixture.journal(set);
      Map<String, Map<Long, String>> rows = fixture.rowsSeenBy(transaction, 8);
      Random random = new Random(seed);
      for (Path file : filesIn(List.of(before, failed, set))) {
        byte[] content = Files.readAllBytes(file);
        for (int flip = 0; flip < 4 && content.length > 0; flip++) {
          byte[] damaged = content.clone();
          damaged[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
          Files.write(file, damaged);
          Path archive = fixture.directory("restored");
          Outcome outcome = JournalCopyFixture.restore(set, transaction.transactionId(), archive);
          if (outcome.exitCode() == 0) {
            assertThat(JournalCopyFixture.rowsIn(archive)).isEqualTo(rows);
          } else {
            assertRefused(outcome, archive, file);
          }
          FileTree.delete(archive);
        }
        Files.write(file, content);
      }
    }
  }

  private static void assertRefused(Outcome outcome, Path archive, Path damaged)
      throws IOException {
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(FileTree.isEmptyOrAbsent(archive)).isTrue();
    assertThat(outcome.err()).startsWith("[ERROR] nuoarchive: ");
    if (damaged.toString().contains("/data/")) { // the others are NuoDB's, without checksums
      assertThat(outcome.err()).contains(damaged.toString());
    }
  }

  private static List<Path> filesIn(List<Path> directories) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path directory : directories) {
      try (Stream<Path> found = Files.walk(directory)) {
        found.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }
}
