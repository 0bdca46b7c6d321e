package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The XML that {@code nuoarchive restore --report-backups} prints. */
final class BackupsReport {
  private BackupsReport() {}

  /** Lists a set's journals, newest first, then its incrementals, newest first, and its full. */
  static String of(BackupSetElements backups) throws IOException {
    BackupSetState set = backups.set();
    StringBuilder xml = new StringBuilder();
    xml.append(
        """
        <BackupSet id="%s" database="%s" databaseId="%s" collectionId="%s" archiveId="%s">
            <BackupElements>
        """
            .formatted(
                set.setId(),
                StateXml.escape(set.database()),
                set.databaseId(),
                set.collectionId(),
                set.archiveUid()));
    List<BackupSetElements.Element> listed = new ArrayList<>(backups.journals().reversed());
    listed.addAll(backups.elements().reversed());
    for (BackupSetElements.Element element : listed) {
      BackupElementState state = element.state();
      xml.append(
          "        <BackupElement id=\"%s\" type=\"%s\" startDate=\"%s\" endDate=\"%s\"/>\n"
              .formatted(
                  state.id(),
                  state.type().text(),
                  StateXml.date(state.startTime()),
                  StateXml.date(state.endTime())));
    }
    return xml.append("    </BackupElements>\n</BackupSet>\n").toString();
  }
}
