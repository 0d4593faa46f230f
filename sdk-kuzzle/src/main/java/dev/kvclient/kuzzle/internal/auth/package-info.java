/** Makes the calls of Kuzzle's authentication. Not exported. */
@NullMarked
package dev.kvclient.kuzzle.internal.auth;

import org.jspecify.annotations.NullMarked;
