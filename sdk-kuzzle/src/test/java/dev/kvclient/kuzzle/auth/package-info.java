/** Tests of the methods of the authentication. */
@NullMarked
package dev.kvclient.kuzzle.auth;

import org.jspecify.annotations.NullMarked;
