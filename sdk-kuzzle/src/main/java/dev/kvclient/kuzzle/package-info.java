/**
 * Kuzzle: its memory storage behind the common API, and its own API by {@link dev.kvclient.kuzzle.KuzzleClient}.
 *
 * <p>Protocol facts are those of Kuzzle 2.56, read from its sources and seen on a running server.
 */
@NullMarked
package dev.kvclient.kuzzle;

import org.jspecify.annotations.NullMarked;
