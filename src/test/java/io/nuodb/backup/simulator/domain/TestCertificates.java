package io.nuodb.backup.simulator.domain;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certification authority of a test's own and PEM files with what it signed, named as NuoDB's
 * images have them below {@code /etc/nuodb/keys}. Two of these do not trust each other.
 */
public final class TestCertificates {
  private static final Duration VALIDITY = Duration.ofDays(1);

  /** The same of all, or clients would keep back the certificates of one that is not asked for. */
  private static final X500Name AUTHORITY = new X500Name("CN=Test Authority");

  private final Path directory;
  private final KeyPair authority;

  /**
   * Writes {@code ca.cert}, {@code server.pem} and {@code nuocmd.pem}; the server's certificate is
   * for localhost, by name and by address.
   *
   * @param directory an existing one
   */
  public TestCertificates(Path directory) throws Exception {
    this.directory = directory;
    this.authority = newKey();
    var self = certificate(AUTHORITY, authority);
    self.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    self.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    Files.writeString(caCert(), signed(self));
    write("server.pem", "localhost", "127.0.0.1");
    write("nuocmd.pem");
  }

  /** The authority's certificate. */
  public Path caCert() {
    return directory.resolve("ca.cert");
  }

  /** The admin process's private key and certificate. */
  public Path serverKey() {
    return directory.resolve("server.pem");
  }

  /** A client's private key and certificate. */
  public Path clientKey() {
    return directory.resolve("nuocmd.pem");
  }

  /**
   * Writes another private key with its certificate.
   *
   * @param hosts names and addresses that the certificate is for
   */
  public Path write(String file, String... hosts) throws Exception {
    KeyPair key = newKey();
    var certificate = certificate(new X500Name("CN=" + file), key);
    if (hosts.length > 0) {
      certificate.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              Arrays.stream(hosts)
                  .map(TestCertificates::alternativeName)
                  .toArray(GeneralName[]::new)));
    }
    return Files.writeString(
        directory.resolve(file),
        pem("PRIVATE KEY", key.getPrivate().getEncoded()) + signed(certificate));
  }

  private static GeneralName alternativeName(String host) {
    boolean address = host.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  /** With the key identifiers that Python's strict verification asks for. */
  private X509v3CertificateBuilder certificate(X500Name subject, KeyPair key) throws Exception {
    Instant now = Instant.now();
    var identifiers = new JcaX509ExtensionUtils();
    return new JcaX509v3CertificateBuilder(
            AUTHORITY,
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(VALIDITY)),
            Date.from(now.plus(VALIDITY)),
            subject,
            key.getPublic())
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            identifiers.createSubjectKeyIdentifier(key.getPublic()))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            identifiers.createAuthorityKeyIdentifier(authority.getPublic()));
  }

  private String signed(X509v3CertificateBuilder certificate)
      throws OperatorCreationException, IOException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate());
    return pem("CERTIFICATE", certificate.build(signer).getEncoded());
  }

  private static String pem(String type, byte[] content) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text);
  }
}
