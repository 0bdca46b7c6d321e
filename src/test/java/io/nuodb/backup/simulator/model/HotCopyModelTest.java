package io.nuodb.backup.simulator.model;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens in whatever order, hot copies and restores do what a plain model says. */
class HotCopyModelTest {
  @Provide
  Arbitrary<List<Action>> actions() {
    return Actions.sequences(30, 60);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void everythingIsAsTheModelSays(
      @ForAll boolean bothCopyJournals, @ForAll("actions") List<Action> actions) throws Exception {
    try (DatabaseRun run = new DatabaseRun(bothCopyJournals)) {
      for (int i = 0; i < actions.size(); i++) {
        try {
          run.perform(actions.get(i));
        } catch (Exception | AssertionError e) {
          throw new AssertionError("At action " + i + ", " + actions.get(i) + ": " + e, e);
        }
      }
      run.finish();
    }
  }
}
