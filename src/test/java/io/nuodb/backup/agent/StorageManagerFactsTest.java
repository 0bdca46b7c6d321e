package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.simulator.domain.DomainFixture;
import io.nuodb.backup.simulator.domain.admin.ProcessSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What results tell of storage managers that were started with these options and groups. */
class StorageManagerFactsTest extends SimulatedDomainTestCase {
  private static final String OTHER = "sm-1";

  @BeforeEach
  void startTwo() throws Exception {
    start(POD, Map.of("journal-hot-copy", "enable"), Set.of("west", "east"));
    start(OTHER, Map.of("mem", "128m"), Set.of());
  }

  @Test
  void discoverTellsThem(@TempDir Path directory) throws IOException {
    String text = "discover --admin-url http://%s --database %s --storage-manager %s %s";

    JobResult result =
        AgentCalls.call(
                new TestTime(time.instant()),
                directory,
                text.formatted(domain.apiServer(), DomainFixture.DATABASE, POD, OTHER).split(" "))
            .result();

    assertThat(result.storageManagers())
        .containsExactly(
            new JobResult.StorageManager(POD, 0, null, null, true, List.of("EAST", "WEST")),
            new JobResult.StorageManager(OTHER, 1, null, null, false, null));
  }

  @Test
  void aHotCopyTellsThem() {
    JobResult.StorageManager found = full("set").storageManager();

    assertThat(found.keepsJournals()).isTrue();
    assertThat(found.storageGroups()).containsExactly("EAST", "WEST");
  }

  private void start(String pod, Map<String, String> options, Set<String> storageGroups)
      throws Exception {
    DomainFixture.awaitRunning(
        domain.start(
            pod,
            settings -> withOptions(settings, options).withStorageGroups(storageGroups),
            UnaryOperator.identity()));
    awaitRunning(pod);
  }

  private static ProcessSettings withOptions(
      ProcessSettings settings, Map<String, String> options) {
    return new ProcessSettings(
        settings.apiServer(),
        settings.adminAccess(),
        settings.dbName(),
        settings.hostname(),
        settings.address(),
        settings.port(),
        settings.labels(),
        options,
        settings.storageGroups(),
        settings.startId());
  }
}
