package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.AdminAccessException;
import io.nuodb.backup.nuodb.AdminAccessException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a request that an admin process did not admit leaves behind. */
class HotCopyMemoryTest {
  private static final List<Path> SETS = List.of(Path.of("/backup/set"));

  @Test
  void aHandshakeThatFailedAfterTheRequestIsALostAnswer() {
    assertThat(after(HotCopyMemory.BLANK, Kind.TLS, true).lostAnswers()).isEqualTo(1);
    assertThat(after(HotCopyMemory.BLANK, Kind.TLS, false)).isEqualTo(HotCopyMemory.BLANK);
  }

  @Test
  void aClientThatMayNotIsRefusedForGoodAndOneNotKnownOnlyTheSecondTime() {
    HotCopyMemory once = after(HotCopyMemory.BLANK, Kind.REFUSED, false);

    assertThat(once.refusal()).isEmpty();
    Optional<Refusal> refusal = Optional.of(new Refusal(Cause.HotCopyRefused, "no"));
    assertThat(after(once, Kind.REFUSED, false).refusal()).isEqualTo(refusal);
    assertThat(after(HotCopyMemory.BLANK, Kind.FORBIDDEN, false).refusal()).isEqualTo(refusal);
  }

  private static HotCopyMemory after(HotCopyMemory before, Kind kind, boolean mayHaveArrived) {
    var failure = new AdminAccessException(kind, "no", mayHaveArrived, null);
    return before.failed(failure, EngineTexts.known(), SETS);
  }
}
