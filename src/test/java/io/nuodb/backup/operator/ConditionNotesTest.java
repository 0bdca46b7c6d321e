package io.nuodb.backup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.Condition.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A condition beside Ready is told of when it turns False, for a new reason, or True again. */
class ConditionNotesTest {
  private static final Instant SINCE = Instant.parse("2026-04-18T22:40:00Z");

  @ParameterizedTest
  @CsvSource({
    "True, Fresh, False, BackupTooOld, Warning",
    "Unknown, NoBackupYet, False, LastHotCopyFailed, Warning",
    "False, BackupTooOld, False, LastHotCopyFailed, Warning",
    "False, BackupTooOld, True, Fresh, Normal",
  })
  void aTurnIsTold(Status before, String reason, Status after, String next, Note.Type type) {
    assertThat(notes(condition(before, reason), condition(after, next)))
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.reason()).isEqualTo(next);
              assertThat(note.type()).isEqualTo(type);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "False, BackupTooOld, False, BackupTooOld",
    "Unknown, NoBackupYet, True, Fresh",
    "True, Fresh, Unknown, Suspended",
    "False, BackupTooOld, Unknown, Suspended",
  })
  void allElseIsNot(Status before, String reason, Status after, String next) {
    assertThat(notes(condition(before, reason), condition(after, next))).isEmpty();
  }

  @Test
  void oneThatIsFalseFromTheStartIsTold() {
    assertThat(
            ConditionNotes.of(
                List.of(ready()),
                List.of(ready(), condition(Status.False, "ObjectiveUnreachable"))))
        .extracting(Note::reason)
        .containsExactly("ObjectiveUnreachable");
  }

  private static List<Note> notes(Condition before, Condition after) {
    return ConditionNotes.of(List.of(ready(), before), List.of(ready(), after));
  }

  private static Condition ready() {
    return new Condition("Ready", Status.True, 1L, SINCE, "Configured", "planned");
  }

  private static Condition condition(Status status, String reason) {
    return new Condition("BackupsFresh", status, 1L, SINCE, reason, "because of " + reason);
  }
}
