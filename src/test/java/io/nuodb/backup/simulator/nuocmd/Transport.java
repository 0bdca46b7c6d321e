package io.nuodb.backup.simulator.nuocmd;

import io.nuodb.backup.simulator.domain.DomainFixture;
import io.nuodb.backup.simulator.domain.TestCertificates;
import io.nuodb.backup.simulator.domain.http.ClientAccess;
import io.nuodb.backup.simulator.domain.http.ServerAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How the admin is reached. */
enum Transport {
  HTTP("http") {
    @Override
    DomainFixture start(Path root) throws Exception {
      return new DomainFixture(root);
    }

    @Override
    Nuocmd nuocmd(DomainFixture domain, Path root) {
      return new Nuocmd(domain.apiServer());
    }
  },
  /** With certificates on both sides, nuocmd's given as NuoDB's images do. */
  MTLS("https") {
    @Override
    DomainFixture start(Path root) throws Exception {
      TestCertificates certificates =
          new TestCertificates(Files.createDirectories(root.resolve(KEYS)));
      Optional<Path> authority = Optional.of(certificates.caCert());
      return new DomainFixture(
          root,
          new ServerAccess(Optional.of(certificates.serverKey()), authority, Optional.empty()),
          new ClientAccess(authority, List.of(certificates.clientKey()), true, Optional.empty()));
    }

    @Override
    Nuocmd nuocmd(DomainFixture domain, Path root) {
      return new Nuocmd(
          domain.apiServer(),
          "--client-key " + root.resolve(KEYS).resolve("nuocmd.pem"),
          "--verify-server " + root.resolve(KEYS).resolve("ca.cert"));
    }
  };

  private static final String KEYS = "keys";

  private final String scheme;

  Transport(String scheme) {
    this.scheme = scheme;
  }

  String scheme() {
    return scheme;
  }

  /** Starts a domain whose admin is reached so. */
  abstract DomainFixture start(Path root) throws Exception;

  /** The nuocmd of a user who may do everything in the domain that was started there. */
  abstract Nuocmd nuocmd(DomainFixture domain, Path root);
}
