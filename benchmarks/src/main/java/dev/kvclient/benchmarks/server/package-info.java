/** Servers to measure clients against: as fast as they can be, in a process of their own. */
@NullMarked
package dev.kvclient.benchmarks.server;

import org.jspecify.annotations.NullMarked;
