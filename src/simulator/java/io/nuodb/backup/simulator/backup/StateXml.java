package io.nuodb.backup.simulator.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The text of the {@code state.xml} files, laid out as NuoDB 6.0 writes them: four spaces of
 * indentation, no declaration, dates in UTC.
 */
final class StateXml {
  /** The database protocol that NuoDB 6.0 records. */
  private static final int VERSION = 1703936;

  private static final int COMMIT_SEQUENCE_LENGTH = 128;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private StateXml() {}

  static String date(Instant time) {
    return DATE.format(time);
  }

  static String of(BackupSetState set) {
    return """
        <BackupSet version="%d" database="%s" databaseId="%s">
            <BackupCollection id="%s"/>
            <BackupSet id="%s"/>
            <Archive id="%s"/>
            <HotCopyCommand backupSetDirectory="%s" archiveDirectory="%s" hostname="%s"/>
        </BackupSet>
        """
        .formatted(
            VERSION,
            escape(set.database()),
            set.databaseId(),
            set.collectionId(),
            set.setId(),
            set.archiveUid(),
            escape(set.backupSetDirectory()),
            escape(set.archiveDirectory()),
            escape(set.hostname()));
  }

  static String of(BackupElementState element) {
    BackupSetState set = element.set();
    return """
        <BackupElement type="%s" id="%s" version="%d" database="%s" databaseId="%s">
            <BackupCollection id="%s"/>
            <BackupSet id="%s"/>
            <CommitSequence>%s</CommitSequence>
            <JournalFileSequences firstCopiedJournalSequence="%d" lastCopiedJournalSequence="%d" \
        lastJournalSequence="%d"/>
            <Archive id="%s"/>
            <HotCopyCommand startTime="%d" startDate="%s" endTime="%d" endDate="%s" \
        backupSetDirectory="%s" archiveDirectory="%s" hostname="%s"/>
            <DataEncryption EncryptionType="NONE" VerifiedType="NONE" PasswordId="0"/>
        </BackupElement>
        """
        .formatted(
            element.type().text(),
            element.id(),
            VERSION,
            escape(set.database()),
            set.databaseId(),
            set.collectionId(),
            set.setId(),
            commitSequence(element.endSequence()),
            element.firstJournalFile(),
            element.lastJournalFile(),
            element.lastJournalFile(),
            set.archiveUid(),
            element.startTime().getEpochSecond(),
            date(element.startTime()),
            element.endTime().getEpochSecond(),
            date(element.endTime()),
            escape(set.backupSetDirectory()),
            escape(set.archiveDirectory()),
            escape(set.hostname()));
  }

  /** NuoDB has a sequence per node; here one engine orders all commits, and has the first place. */
  private static String commitSequence(long endSequence) {
    long[] sequences = new long[COMMIT_SEQUENCE_LENGTH];
    sequences[0] = endSequence;
    return LongStream.of(sequences).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
