/**
 * A NemesisDB in this process, for tests: {@link dev.kvclient.testkit.ndb.NdbServer} is a real WebSocket server on the
 * loopback address that answers like v0.4, v0.5 or v0.9, held to recorded answers of each, and that can be told to fail
 * in every way a network and a server fail, by its {@link dev.kvclient.testkit.ndb.Faults}. Needs no JUnit.
 */
@NullMarked
package dev.kvclient.testkit.ndb;

import org.jspecify.annotations.NullMarked;
