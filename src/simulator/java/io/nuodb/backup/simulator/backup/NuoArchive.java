package io.nuodb.backup.simulator.backup;

import picocli.CommandLine.Command;

/** {@code nuoarchive}, as far as backup sets need it. */
@Command(
    name = "nuoarchive",
    description = "Works on archives and backup sets that are not in use.",
    mixinStandardHelpOptions = true,
    subcommands = RestoreCommand.class)
public final class NuoArchive {}
