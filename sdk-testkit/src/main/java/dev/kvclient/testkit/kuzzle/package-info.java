/**
 * A Kuzzle in this process, for tests: {@link dev.kvclient.testkit.kuzzle.KuzzleServer} is a real WebSocket server on
 * the loopback address that answers like Kuzzle 2.56, held to recorded answers of one, and that can be told to fail in
 * every way a network and a server fail, by its {@link dev.kvclient.testkit.kuzzle.Faults}. Needs no JUnit.
 */
@NullMarked
package dev.kvclient.testkit.kuzzle;

import org.jspecify.annotations.NullMarked;
