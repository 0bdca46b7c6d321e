package io.nuodb.backup.simulator.domain.http;

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

/** TLS with keys and certificates from PEM files. */
final class PemTls {
  private PemTls() {}

  /** The private key and the certificate: two files, the certificate's first, or one with both. */
  static KeyManager[] keys(List<Path> files) {
    return files.isEmpty()
        ? null
        : new KeyManager[] {
          files.size() == 1
              ? PemUtils.loadIdentityMaterial(files.get(0))
              : PemUtils.loadIdentityMaterial(files.get(0), files.get(1))
        };
  }

  static X509ExtendedTrustManager authority(Path certificate) {
    return PemUtils.loadTrustMaterial(certificate);
  }

  /** Trusts every certificate that the authority signed, whatever host it was made for. */
  static X509ExtendedTrustManager anyHost(X509ExtendedTrustManager authority) {
    return TrustManagerUtils.createEnhanceableTrustManager(
        authority, peer -> signedBy(authority, peer));
  }

  private static boolean signedBy(X509ExtendedTrustManager authority, TrustManagerParameters peer) {
    try {
      authority.checkServerTrusted(peer.getChain(), peer.getAuthType());
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  /**
   * @param keys null has none
   * @param trusted null trusts what the Java runtime does
   */
  static SSLContext context(KeyManager[] keys, X509ExtendedTrustManager trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trusted == null ? null : new TrustManager[] {trusted}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }
}
