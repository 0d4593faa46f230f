/** Tests of HTTP by OkHttp. */
@NullMarked
package dev.kvclient.kuzzle.internal.http;

import org.jspecify.annotations.NullMarked;
