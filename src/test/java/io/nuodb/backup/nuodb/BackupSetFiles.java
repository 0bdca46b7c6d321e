package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/** Writes backup sets in NuoDB's layout for tests. */
public final class BackupSetFiles {
  private BackupSetFiles() {}

  /** What a full hot copy writes first. */
  public static void initialise(Path set) {
    write(
        set.resolve("state.xml"),
        """
        <BackupSet version="1703936" database="demo" databaseId="database-uid">
            <BackupCollection id="collection-uid"/>
            <BackupSet id="set-uid"/>
            <Archive id="archive-uid"/>
            <HotCopyCommand backupSetDirectory="%s" archiveDirectory="/archive" hostname="sm-0"/>
        </BackupSet>
        """
            .formatted(set));
    createDirectories(set.resolve("tmp"));
  }

  /** What a full hot copy wrote at this time. */
  public static void initialise(Path set, Instant time) {
    initialise(set);
    try {
      Files.setLastModifiedTime(set.resolve("state.xml"), FileTime.from(time));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A completed element; the one of number n holds the n-th journal file.
   *
   * @param data content of the files in its data directory, by relative path
   */
  public static void element(
      Path set, String name, String id, Instant start, Instant end, Map<String, String> data) {
    ElementName elementName = ElementName.of(name).orElseThrow();
    int number = elementName.number();
    Path element = set.resolve(name);
    createDirectories(element.resolve("data"));
    data.forEach((path, content) -> write(element.resolve("data").resolve(path), content));
    write(
        element.resolve("control/state.xml"),
        """
        <BackupElement type="%s" id="%s" version="1703936" database="demo" databaseId="database-uid">
            <BackupCollection id="collection-uid"/>
            <BackupSet id="set-uid"/>
            <JournalFileSequences firstCopiedJournalSequence="%d" lastCopiedJournalSequence="%d"/>
            <Archive id="archive-uid"/>
            <HotCopyCommand startTime="%d" endTime="%d" backupSetDirectory="%s"/>
        </BackupElement>
        """
            .formatted(
                elementName.type().text(),
                id,
                number,
                number,
                start.getEpochSecond(),
                end.getEpochSecond(),
                set));
  }

  public static void write(Path file, String content) {
    createDirectories(file.getParent());
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void createDirectories(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
