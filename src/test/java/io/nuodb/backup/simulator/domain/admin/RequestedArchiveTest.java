package io.nuodb.backup.simulator.domain.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether an archive is free is found out while no other process can be requested for it. */
class RequestedArchiveTest {
  @Test
  void theArchiveIsChosenWhileTheDomainStandsStill(@TempDir Path directory) throws Exception {
    Domain domain = new Domain(directory, Clock.systemUTC(), Duration.ofSeconds(60));
    domain.request(
        "demo",
        EngineType.SM,
        () -> {
          assertThat(Thread.holdsLock(domain)).isTrue();
          return null;
        },
        Map.of(),
        Map.of());
    assertThat(domain.process(0)).isPresent();
  }
}
