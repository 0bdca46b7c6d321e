package io.nuodb.backup.nuodb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whom a client of the admin process trusts and how it identifies itself. The files are read when a
 * request needs them, and again after one was refused, since they may have been renewed.
 *
 * @param caCert PEM file with the certificate that the admin's must chain to; without it, one of
 *     those that the Java runtime trusts
 * @param clientKey PEM file with certificate and private key, or two files, the certificate's
 *     first; or none
 * @param verifyHostname whether the admin's certificate must be for the host it is reached at; it
 *     always must where there is no {@code caCert}, since anybody can have one for a host of theirs
 * @param basicAuth directory with the files {@code username} and {@code password}, as a Secret of
 *     type {@code kubernetes.io/basic-auth} has them
 */
public record AdminAccess(
    Optional<Path> caCert, List<Path> clientKey, boolean verifyHostname, Optional<Path> basicAuth) {
  /** For an admin that is open to everybody. */
  public static final AdminAccess OPEN =
      new AdminAccess(Optional.empty(), List.of(), true, Optional.empty());

  boolean ownTls() {
    return caCert.isPresent() || !clientKey.isEmpty();
  }
}
