package io.nuodb.backup.nuodb;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import nl.altindag.ssl.model.TrustManagerParameters;
import nl.altindag.ssl.pem.util.PemUtils;
import nl.altindag.ssl.util.TrustManagerUtils;

/**
 * TLS with keys and certificates from PEM files. Only here is the library loaded that reads them.
 */
final class PemTls {
  private PemTls() {}

  static SSLContext context(AdminAccess access) throws AdminAccessException {
    KeyManager[] keys =
        access.clientKey().isEmpty() ? null : new KeyManager[] {key(access.clientKey())};
    TrustManager[] trusted = null;
    if (access.caCert().isPresent()) {
      X509ExtendedTrustManager authority = authority(access.caCert().get());
      trusted = new TrustManager[] {access.verifyHostname() ? authority : anyHost(authority)};
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trusted, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  private static KeyManager key(List<Path> files) throws AdminAccessException {
    try {
      return files.size() == 1
          ? PemUtils.loadIdentityMaterial(files.getFirst())
          : PemUtils.loadIdentityMaterial(files.getFirst(), files.getLast());
    } catch (RuntimeException e) {
      throw AdminSession.unreadable(files.getLast());
    }
  }

  private static X509ExtendedTrustManager authority(Path file) throws AdminAccessException {
    try {
      return PemUtils.loadTrustMaterial(file);
    } catch (RuntimeException e) {
      throw AdminSession.unreadable(file);
    }
  }

  /** The host name is checked in the trust manager alone, when it is told of the connection. */
  private static X509ExtendedTrustManager anyHost(X509ExtendedTrustManager authority) {
    return TrustManagerUtils.createEnhanceableTrustManager(
        authority, server -> signedBy(authority, server));
  }

  private static boolean signedBy(
      X509ExtendedTrustManager authority, TrustManagerParameters server) {
    try {
      authority.checkServerTrusted(server.getChain(), server.getAuthType());
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }
}
