/** Kuzzle's authentication: {@link dev.kvclient.kuzzle.auth.KuzzleAuth}. */
@NullMarked
package dev.kvclient.kuzzle.auth;

import org.jspecify.annotations.NullMarked;
