/**
 * The KV service of the Versori platform in this process, for tests: {@link dev.kvclient.testkit.versori.VersoriServer}
 * is a real HTTP server on the loopback address that answers as the public description of the platform's API says, and
 * that can be told to fail in every way a network, a gateway and a server fail, by its
 * {@link dev.kvclient.testkit.versori.Faults}. Needs no JUnit.
 */
@NullMarked
package dev.kvclient.testkit.versori;

import org.jspecify.annotations.NullMarked;
