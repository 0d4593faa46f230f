/** How the adapter for Kuzzle works: commands, wire, errors. Not exported. */
@NullMarked
package dev.kvclient.kuzzle.internal;

import org.jspecify.annotations.NullMarked;
