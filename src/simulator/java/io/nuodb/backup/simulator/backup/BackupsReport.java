package io.nuodb.backup.simulator.backup;

/** The XML that {@code nuoarchive restore --report-backups} prints. */
final class BackupsReport {
  private BackupsReport() {}

  /** Lists a set's elements, newest first. */
  static String of(BackupSetElements backups) {
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
    for (BackupSetElements.Element element : backups.elements().reversed()) {
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
