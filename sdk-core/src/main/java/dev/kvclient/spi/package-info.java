/**
 * What the author of an adapter uses; an application does not need it. {@link dev.kvclient.spi.KvBackend} is the place
 * to start.
 */
@NullMarked
package dev.kvclient.spi;

import org.jspecify.annotations.NullMarked;
