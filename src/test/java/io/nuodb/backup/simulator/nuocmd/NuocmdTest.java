package io.nuodb.backup.simulator.nuocmd;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.domain.DomainFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What NuoDB's own nuocmd makes of the simulated domain's answers. */
class NuocmdTest {
  private DomainFixture domain;
  private Nuocmd nuocmd;
  private Path backups;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    backups = root;
    domain = new DomainFixture(root);
    nuocmd = new Nuocmd(domain.apiServer());
    domain.startAndAwaitRunning("sm-0");
    domain.connect().writeAndCommit("foo", Map.of(1L, "one"));
  }

  @AfterEach
  void stopDomain() throws Exception {
    domain.close();
  }

  @Test
  void aHotCopyThatIsWaitedForIsPrintedWithItsEnd() throws Exception {
    String command = "hotcopy database --db-name demo --type full --timeout 60 --backup-dirs 0 ";

    assertThat(nuocmd.print(command + backups.resolve("demo-1")))
        .matches(
            "HotCopyResponse\\(begin_timestamp=.*, coordinator_start_id=1, end_timestamp=.*, id=.*,"
                + " message=Hot copy successfully completed, status=completed, .*\\)\n");
    assertThat(nuocmd.json(command + backups.resolve("demo-2")).path("status").asText())
        .isEqualTo("completed");
  }

  @Test
  void aRefusalIsPrintedToStandardError() throws Exception {
    assertThat(nuocmd.run("hotcopy database --db-name demo --type full"))
        .isEqualTo(
            new Output(
                1,
                "",
                "'hotcopy database' failed: Failure while performing hot-copy: "
                    + "No archives specified for hot-copy and no default backup location\n"));
  }
}
