/** Tests of what goes over the wire to Kuzzle and comes back. */
@NullMarked
package dev.kvclient.kuzzle.internal;

import org.jspecify.annotations.NullMarked;
