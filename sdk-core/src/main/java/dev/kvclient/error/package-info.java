/**
 * Everything that can go wrong, as one unchecked hierarchy over all backends.
 *
 * <p>The root is {@link dev.kvclient.error.KvException}. Its {@link dev.kvclient.error.KvException#outcome() outcome}
 * says what became of the request, which is what a caller needs to decide whether it may be repeated.
 */
@NullMarked
package dev.kvclient.error;

import org.jspecify.annotations.NullMarked;
