/** What a Kuzzle tells of itself: {@link dev.kvclient.kuzzle.server.KuzzleServerApi} is the door. */
@NullMarked
package dev.kvclient.kuzzle.server;

import org.jspecify.annotations.NullMarked;
