package io.nuodb.backup.simulator.domain.rows;

import picocli.CommandLine.Command;

/** Writes and reads rows, to try backups on. */
@Command(
    name = "nuorows",
    description = "Writes rows into a database and dumps them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      LoadUnicodeCommand.class,
      UpdateCommand.class,
      AppendCommand.class,
      DumpCommand.class
    })
public final class RowsCommand {}
