/** Kuzzle's memory storage, action by action: {@link dev.kvclient.kuzzle.ms.KuzzleMemoryStorage} is the door. */
@NullMarked
package dev.kvclient.kuzzle.ms;

import org.jspecify.annotations.NullMarked;
